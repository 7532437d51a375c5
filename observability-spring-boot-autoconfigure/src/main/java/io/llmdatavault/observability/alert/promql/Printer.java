package io.llmdatavault.observability.alert.promql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes expressions as Prometheus does. The text of a parsed expression parses to an equal one; of an expression that
 * was put together by hand only if it has {@link Parentheses} where the language needs them.
 */
final class Printer {

    private final StringBuilder text = new StringBuilder();

    private Printer() {}

    static String print(Expression expression) {
        Printer printer = new Printer();
        printer.expression(expression);
        return printer.text.toString();
    }

    static String print(LabelMatcher matcher) {
        StringBuilder text = new StringBuilder(matcher.name()).append(matcher.operator());
        GoStrings.quote(matcher.value(), text);
        return text.toString();
    }

    static String print(Labels labels) {
        StringBuilder text = new StringBuilder(labels.metricName());
        Labels others = labels.withoutName();
        if (others.size() > 0 || text.length() == 0) {
            text.append('{');
            others.forEach((name, value) -> {
                text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ")
                        .append(name)
                        .append('=');
                GoStrings.quote(value, text);
            });
            text.append('}');
        }
        return text.toString();
    }

    private void expression(Expression expression) {
        if (expression instanceof NumberLiteral number) {
            text.append(Numbers.print(number.value()));
        } else if (expression instanceof StringLiteral string) {
            GoStrings.quote(string.value(), text);
        } else if (expression instanceof VectorSelector selector) {
            selector(selector);
            shift(selector.shift());
        } else if (expression instanceof RangeSelector range) {
            selector(range.vector());
            text.append('[')
                    .append(PrometheusDuration.print(range.rangeMillis()))
                    .append(']');
            shift(range.vector().shift());
        } else if (expression instanceof Subquery subquery) {
            subquery(subquery);
        } else if (expression instanceof Parentheses parentheses) {
            text.append('(');
            expression(parentheses.expression());
            text.append(')');
        } else if (expression instanceof UnaryExpression unary) {
            text.append(unary.negative() ? '-' : '+');
            expression(unary.expression());
        } else if (expression instanceof BinaryExpression binary) {
            binary(binary);
        } else if (expression instanceof Aggregation aggregation) {
            aggregation(aggregation);
        } else if (expression instanceof FunctionCall call) {
            text.append(call.function());
            arguments(call.arguments());
        }
    }

    private void selector(VectorSelector selector) {
        text.append(selector.metric());
        String matchers = selector.matchers().stream()
                .filter(matcher -> !isWrittenAsName(selector, matcher))
                .map(LabelMatcher::toString)
                .sorted()
                .collect(Collectors.joining(","));
        if (!matchers.isEmpty()) {
            text.append('{').append(matchers).append('}');
        }
    }

    private static boolean isWrittenAsName(VectorSelector selector, LabelMatcher matcher) {
        return !selector.metric().isEmpty()
                && matcher.name().equals(Labels.METRIC_NAME)
                && matcher.operator() == LabelMatcher.Operator.EQUAL
                && matcher.value().equals(selector.metric());
    }

    private void shift(TimeShift shift) {
        if (shift.at() != null) {
            // the double that Prometheus computes, to the digit also where it is inexact
            BigDecimal seconds = new BigDecimal(shift.at() / 1000.0);
            text.append(" @ ")
                    .append(seconds.setScale(3, RoundingMode.HALF_EVEN).toPlainString());
        } else if (shift.atName() != null) {
            text.append(shift.atName() == TimeShift.AtName.START ? " @ start()" : " @ end()");
        }
        if (shift.offsetMillis() != 0) {
            text.append(shift.offsetMillis() < 0 ? " offset -" : " offset ")
                    .append(PrometheusDuration.print(Math.abs(shift.offsetMillis())));
        }
    }

    private void subquery(Subquery subquery) {
        expression(subquery.expression());
        text.append('[')
                .append(PrometheusDuration.print(subquery.rangeMillis()))
                .append(':');
        if (subquery.stepMillis() != 0) {
            text.append(PrometheusDuration.print(subquery.stepMillis()));
        }
        text.append(']');
        shift(subquery.shift());
    }

    private void binary(BinaryExpression binary) {
        if (binary.operator() == BinaryOperator.POWER
                && binary.left() instanceof NumberLiteral number
                && number.value() == Double.POSITIVE_INFINITY) {
            // Prometheus writes +Inf ^ 2, which it would read as +(Inf ^ 2)
            text.append("Inf");
        } else {
            expression(binary.left());
        }
        text.append(' ').append(binary.operator()).append(binary.bool() ? " bool" : "");
        matching(binary.matching());
        text.append(' ');
        expression(binary.right());
    }

    private void matching(VectorMatching matching) {
        boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
        boolean right = matching.cardinality() == VectorMatching.Cardinality.ONE_TO_MANY;
        // Prometheus leaves "ignoring ()" out, and with it the grouping, which would change the meaning
        if (matching.on() || !matching.labels().isEmpty() || left || right) {
            labels(matching.on() ? " on (" : " ignoring (", matching.labels());
        }
        if (left || right) {
            labels(left ? " group_left (" : " group_right (", matching.include());
        }
    }

    private void labels(String before, List<String> labels) {
        text.append(before).append(String.join(", ", labels)).append(')');
    }

    private void aggregation(Aggregation aggregation) {
        text.append(aggregation.operator());
        if (aggregation.without() || !aggregation.grouping().isEmpty()) {
            labels(aggregation.without() ? " without (" : " by (", aggregation.grouping());
            text.append(' ');
        }
        Expression parameter = aggregation.parameter();
        arguments(parameter == null ? List.of(aggregation.expression()) : List.of(parameter, aggregation.expression()));
    }

    private void arguments(List<Expression> arguments) {
        String separator = "(";
        for (Expression argument : arguments) {
            text.append(separator);
            expression(argument);
            separator = ", ";
        }
        text.append(arguments.isEmpty() ? "()" : ")");
    }
}
