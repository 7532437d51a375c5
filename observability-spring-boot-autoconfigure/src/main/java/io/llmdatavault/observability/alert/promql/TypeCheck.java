package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes expressions of parts that the grammar allows, if their types allow it, too. Each method says in its errors where
 * the part is that does not fit.
 */
final class TypeCheck {

    /**
     * A part of an expression.
     *
     * @param expression what it means
     * @param start index of its first character
     * @param type its type, which is asked for often, and which operators have to ask their operands for
     */
    record Part(Expression expression, int start, ValueType type) {

        Part(Expression expression, int start) {
            this(expression, start, expression.type());
        }
    }

    private final String text;

    TypeCheck(String text) {
        this.text = text;
    }

    VectorSelector selector(String metric, List<LabelMatcher> matchers, int start) {
        int names = 0;
        boolean selective = false;
        for (LabelMatcher matcher : matchers) {
            names += matcher.name().equals(Labels.METRIC_NAME) ? 1 : 0;
            selective |= !matcher.matches("");
        }
        require(
                metric.isEmpty() || names == 1,
                start,
                "the metric name is written before the braces and again in them");
        require(
                selective,
                start,
                "expected at least one matcher that an empty value does not satisfy, as this" + " selects everything");
        return new VectorSelector(metric, matchers, TimeShift.NONE);
    }

    RangeSelector range(Part vector, long millis, int bracket) {
        if (!(vector.expression() instanceof VectorSelector selector)) {
            throw error(bracket, "a range may only follow a selector; a subquery needs a colon, as in [1h:5m]");
        }
        require(
                selector.shift().equals(TimeShift.NONE),
                bracket,
                "expected offset and @ after the range, not before it");
        return new RangeSelector(selector, millis);
    }

    Subquery subquery(Part part, long range, long step) {
        if (part.type() != ValueType.INSTANT_VECTOR) {
            throw mismatch(ValueType.INSTANT_VECTOR, part, "before the range of a subquery");
        }
        return new Subquery(part.expression(), range, step, TimeShift.NONE);
    }

    /** What the modifiers of a selector or subquery are so far. */
    TimeShift shift(Part part, Token modifier) {
        if (part.expression() instanceof VectorSelector selector) {
            return selector.shift();
        }
        if (part.expression() instanceof RangeSelector range) {
            return range.vector().shift();
        }
        if (part.expression() instanceof Subquery subquery) {
            return subquery.shift();
        }
        throw error(modifier.start(), modifier.text() + " may only follow a selector or a subquery");
    }

    UnaryExpression unary(boolean negative, Part part) {
        requireOperand(part);
        return new UnaryExpression(negative, part.expression());
    }

    BinaryExpression binary(
            Part left, Token sign, BinaryOperator operator, boolean bool, VectorMatching matching, Part right) {
        requireOperand(left);
        requireOperand(right);
        int place = sign.start();
        boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
        boolean vectors = left.type() == ValueType.INSTANT_VECTOR && right.type() == ValueType.INSTANT_VECTOR;
        require(!bool || operator.isComparison(), place, "bool is only allowed after a comparison");
        if (!bool && operator.isComparison() && scalars) {
            throw error(place, "expected bool after the operator, as both sides are scalars: " + operator + " bool");
        }
        for (String label : matching.include()) {
            if (matching.on() && matching.labels().contains(label)) {
                throw error(
                        place, "the label " + label + " is in on and in the grouping, but must be in one of them only");
            }
        }
        require(vectors || matching.labels().isEmpty(), place, "on and ignoring need an instant vector on both sides");
        if (operator.isSetOperator()) {
            if (!vectors) {
                throw error(place, "the operator " + operator + " needs an instant vector on both sides");
            }
            if (matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE) {
                throw error(place, "group_left and group_right are not allowed with " + operator);
            }
        }
        return new BinaryExpression(
                operator, left.expression(), right.expression(), bool, meaningful(matching, operator, vectors));
    }

    private static VectorMatching meaningful(VectorMatching matching, BinaryOperator operator, boolean vectors) {
        if (!vectors) {
            return VectorMatching.NONE;
        }
        return operator.isSetOperator()
                ? new VectorMatching(
                        VectorMatching.Cardinality.MANY_TO_MANY, matching.on(), matching.labels(), List.of())
                : matching;
    }

    Aggregation aggregation(
            AggregationOperator operator, boolean without, List<String> grouping, List<Part> arguments, int start) {
        ValueType parameterType = operator.parameter();
        int count = parameterType == null ? 1 : 2;
        if (arguments.size() != count) {
            throw error(start, expected(count, count, operator.toString(), arguments.size()));
        }
        Expression parameter = null;
        if (parameterType != null) {
            Part given = arguments.get(0);
            if (given.type() != parameterType) {
                throw mismatch(parameterType, given, "as the parameter of " + operator);
            }
            parameter = given.expression();
        }
        Part part = arguments.get(count - 1);
        if (part.type() != ValueType.INSTANT_VECTOR) {
            throw mismatch(ValueType.INSTANT_VECTOR, part, "to aggregate with " + operator);
        }
        return new Aggregation(operator, parameter, part.expression(), without, grouping);
    }

    FunctionCall call(Token name, List<Part> arguments) {
        Function function = Functions.find(name.text());
        if (function == null) {
            throw unknown(name);
        }
        int minimum = function.minimumArguments();
        int maximum = function.maximumArguments();
        if (arguments.size() < minimum || arguments.size() > maximum) {
            throw error(name.start(), expected(minimum, maximum, function.name(), arguments.size()));
        }
        List<Expression> expressions = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Part argument = arguments.get(i);
            if (argument.type() != function.parameter(i)) {
                throw mismatch(function.parameter(i), argument, "as argument " + (i + 1) + " of " + function.name());
            }
            expressions.add(argument.expression());
        }
        return new FunctionCall(function.name(), expressions, function.returns());
    }

    private PromQlException unknown(Token name) {
        String unsupported = Unsupported.function(name.text());
        return error(name.start(), unsupported != null ? unsupported : "there is no function " + name.text());
    }

    private static String expected(int minimum, int maximum, String name, int found) {
        String count = maximum == minimum
                ? "" + minimum
                : maximum == Integer.MAX_VALUE ? "at least " + minimum : minimum + " to " + maximum;
        return "expected " + count + (count.equals("1") ? " argument" : " arguments") + " of " + name + ", but found "
                + found;
    }

    private void requireOperand(Part part) {
        if (part.type() != ValueType.SCALAR && part.type() != ValueType.INSTANT_VECTOR) {
            throw error(part.start(), "expected a scalar or an instant vector, but found a " + part.type());
        }
    }

    private PromQlException mismatch(ValueType type, Part part, String where) {
        return error(part.start(), "expected " + article(type) + " " + where + ", but found " + article(part.type()));
    }

    private static String article(@Nullable ValueType type) {
        return (type == ValueType.INSTANT_VECTOR ? "an " : "a ") + type;
    }

    /** For problems that are constant: others would be put together for every expression that has none. */
    private void require(boolean condition, int position, String problem) {
        if (!condition) {
            throw error(position, problem);
        }
    }

    private PromQlException error(int position, String problem) {
        return PromQlException.at(text, position, problem);
    }
}
