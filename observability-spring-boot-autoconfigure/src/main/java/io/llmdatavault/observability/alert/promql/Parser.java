package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.llmdatavault.observability.alert.promql.TypeCheck.Part;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree of an expression, by precedence climbing: {@link #expression} reads operators that bind at least as
 * tightly as asked for, {@link #unary} a sign, {@link #modified} what may follow a selector, {@link #primary} the rest.
 * One method for each construct, and one token to look ahead.
 */
final class Parser {

    private final QueryLimits limits;

    private final Tokens tokens;

    private final TypeCheck check;

    /** How many expressions the one that is being read is part of. */
    private int nesting;

    /** How many levels the tree has that was read last. */
    private int height;

    /** What the regular expressions cost so far. */
    private int regexCost;

    Parser(String text, QueryLimits limits) {
        if (text.length() > limits.expressionLength()) {
            throw new PromQlException("The expression has " + text.length() + " characters, more than the "
                    + limits.expressionLength() + " allowed.");
        }
        this.limits = limits;
        this.tokens = new Tokens(text);
        this.check = new TypeCheck(text);
    }

    Expression parse() {
        Part part = expression(0);
        if (!tokens.is(TokenType.END)) {
            throw tokens.unexpected("an operator or the end");
        }
        return part.expression();
    }

    /** An expression of operators with at least this precedence, and what is between them. */
    private Part expression(int minimum) {
        Part left = unary();
        while (true) {
            Token sign = tokens.current();
            BinaryOperator operator = sign.type().operator();
            if (operator == null || operator.precedence() < minimum) {
                return left;
            }
            int leftHeight = height;
            tokens.advance();
            boolean bool = tokens.accept(TokenType.BOOL);
            VectorMatching matching = matching();
            Part right = nested(operator.isRightAssociative() ? operator.precedence() : operator.precedence() + 1);
            left = new Part(check.binary(left, sign, operator, bool, matching, right), left.start());
            grow(Math.max(leftHeight, height), sign);
        }
    }

    private VectorMatching matching() {
        boolean on = tokens.is(TokenType.ON);
        if (!on && !tokens.is(TokenType.IGNORING)) {
            return VectorMatching.NONE;
        }
        tokens.advance();
        List<String> labels = labels();
        boolean left = tokens.is(TokenType.GROUP_LEFT);
        if (!left && !tokens.is(TokenType.GROUP_RIGHT)) {
            return new VectorMatching(VectorMatching.Cardinality.ONE_TO_ONE, on, labels, List.of());
        }
        tokens.advance();
        List<String> include = tokens.is(TokenType.LEFT_PARENTHESIS) ? labels() : List.of();
        return new VectorMatching(
                left ? VectorMatching.Cardinality.MANY_TO_ONE : VectorMatching.Cardinality.ONE_TO_MANY,
                on,
                labels,
                include);
    }

    /** Labels between parentheses. A comma may follow the last. */
    private List<String> labels() {
        tokens.expect(TokenType.LEFT_PARENTHESIS);
        List<String> labels = new ArrayList<>();
        while (!tokens.accept(TokenType.RIGHT_PARENTHESIS)) {
            if (!tokens.current().type().isLabelName()) {
                throw tokens.is(TokenType.STRING)
                        ? tokens.error(tokens.current(), Unsupported.QUOTED_NAMES)
                        : tokens.unexpected("the name of a label");
            }
            labels.add(tokens.advance().text());
            if (!tokens.is(TokenType.RIGHT_PARENTHESIS)) {
                tokens.expect(TokenType.COMMA, "\",\" or \")\"");
            }
        }
        return labels;
    }

    /** A sign binds less tightly than {@code ^} and more tightly than all other operators. */
    private Part unary() {
        if (!tokens.is(TokenType.ADD) && !tokens.is(TokenType.SUBTRACT)) {
            return modified();
        }
        Token sign = tokens.advance();
        boolean negative = sign.is(TokenType.SUBTRACT);
        Part operand = nested(BinaryOperator.POWER.precedence());
        if (operand.expression() instanceof NumberLiteral number) {
            return new Part(negative ? new NumberLiteral(-number.value()) : number, sign.start());
        }
        UnaryExpression unary = check.unary(negative, operand);
        grow(height, sign);
        return new Part(unary, sign.start());
    }

    /** A primary expression with its range, its subqueries, and their {@code offset} and {@code @}. */
    private Part modified() {
        Part part = primary();
        while (true) {
            Expression modified;
            Token modifier = tokens.current();
            if (tokens.accept(TokenType.LEFT_BRACKET)) {
                modified = brackets(part, modifier);
                grow(height, modifier);
            } else if (tokens.accept(TokenType.OFFSET)) {
                modified = offset(part, modifier);
            } else if (tokens.accept(TokenType.AT)) {
                modified = at(part, modifier);
            } else {
                return part;
            }
            part = new Part(modified, part.start());
        }
    }

    private Expression brackets(Part part, Token bracket) {
        long range = duration("a duration");
        if (tokens.accept(TokenType.RIGHT_BRACKET)) {
            return check.range(part, range, bracket.start());
        }
        refuseArithmetic();
        tokens.expect(TokenType.COLON, "\":\" or \"]\"");
        long step = tokens.is(TokenType.RIGHT_BRACKET) ? 0 : duration("a duration or \"]\"");
        tokens.expect(TokenType.RIGHT_BRACKET);
        return check.subquery(part, range, step);
    }

    private Expression offset(Part part, Token modifier) {
        TimeShift shift = check.shift(part, modifier);
        boolean negative = tokens.accept(TokenType.SUBTRACT);
        long millis = duration("a duration");
        if (shift.offsetMillis() != 0) {
            throw tokens.error(modifier, "offset is given twice");
        }
        return shifted(part.expression(), new TimeShift(negative ? -millis : millis, shift.at(), shift.atName()));
    }

    private Expression at(Part part, Token modifier) {
        TimeShift shift = check.shift(part, modifier);
        if (shift.at() != null || shift.atName() != null) {
            throw tokens.error(modifier, "@ is given twice");
        }
        if (tokens.is(TokenType.START) || tokens.is(TokenType.END_NAME)) {
            TimeShift.AtName name = tokens.is(TokenType.START) ? TimeShift.AtName.START : TimeShift.AtName.END;
            tokens.advance();
            tokens.expect(TokenType.LEFT_PARENTHESIS);
            tokens.expect(TokenType.RIGHT_PARENTHESIS);
            return shifted(part.expression(), new TimeShift(shift.offsetMillis(), null, name));
        }
        boolean negative = tokens.is(TokenType.SUBTRACT);
        if (negative || tokens.is(TokenType.ADD)) {
            tokens.advance();
        }
        Token number = tokens.expect(TokenType.NUMBER, "a timestamp in seconds, start() or end()");
        double millis = number(number) * 1000;
        if (!(Math.abs(millis) < Long.MAX_VALUE)) {
            throw tokens.error(number, "this timestamp is out of bounds");
        }
        long at = Math.round(millis);
        return shifted(part.expression(), new TimeShift(shift.offsetMillis(), negative ? -at : at, null));
    }

    private static Expression shifted(Expression expression, TimeShift shift) {
        if (expression instanceof VectorSelector selector) {
            return new VectorSelector(selector.metric(), selector.matchers(), shift);
        }
        if (expression instanceof RangeSelector range) {
            VectorSelector vector = range.vector();
            return new RangeSelector(
                    new VectorSelector(vector.metric(), vector.matchers(), shift), range.rangeMillis());
        }
        Subquery subquery = (Subquery) expression;
        return new Subquery(subquery.expression(), subquery.rangeMillis(), subquery.stepMillis(), shift);
    }

    private Part primary() {
        Token first = tokens.current();
        TokenType type = first.type();
        height = 1;
        if (tokens.accept(TokenType.NUMBER)) {
            return new Part(new NumberLiteral(number(first)), first.start());
        }
        if (tokens.accept(TokenType.STRING)) {
            return new Part(new StringLiteral(first.text()), first.start());
        }
        if (tokens.accept(TokenType.LEFT_PARENTHESIS)) {
            Part inner = nested(0);
            tokens.expect(TokenType.RIGHT_PARENTHESIS, "an operator or \")\"");
            grow(height, first);
            return new Part(new Parentheses(inner.expression()), first.start());
        }
        if (type == TokenType.LEFT_BRACE) {
            return selector("", first);
        }
        if (type.isMetricName()) {
            tokens.advance();
            return named(first);
        }
        String unsupported = type == TokenType.DURATION ? Unsupported.number(first.text()) : null;
        throw unsupported != null ? tokens.error(first, unsupported) : tokens.unexpected("an expression");
    }

    /** What starts with a word: an aggregation, a call or a selector, as the next token says. */
    private Part named(Token name) {
        boolean parenthesis = tokens.is(TokenType.LEFT_PARENTHESIS);
        if (parenthesis || tokens.is(TokenType.BY) || tokens.is(TokenType.WITHOUT)) {
            String unsupported = Unsupported.aggregation(name.text());
            if (unsupported != null) {
                throw tokens.error(name, unsupported);
            }
            if (name.is(TokenType.AGGREGATION)) {
                return aggregation(name);
            }
        }
        if (parenthesis && (name.is(TokenType.IDENTIFIER) || Unsupported.function(name.text()) != null)) {
            List<Part> arguments = arguments();
            FunctionCall call = check.call(name, arguments);
            grow(height, name);
            return new Part(call, name.start());
        }
        return selector(name.text(), name);
    }

    private Part aggregation(Token name) {
        Token modifier = tokens.current();
        boolean before = !modifier.is(TokenType.LEFT_PARENTHESIS);
        List<String> grouping = before ? grouping() : List.of();
        List<Part> arguments = arguments();
        if (!before && (tokens.is(TokenType.BY) || tokens.is(TokenType.WITHOUT))) {
            modifier = tokens.current();
            grouping = grouping();
        }
        AggregationOperator operator = AggregationOperator.valueOf(name.text().toUpperCase(Locale.ROOT));
        Aggregation aggregation =
                check.aggregation(operator, modifier.is(TokenType.WITHOUT), grouping, arguments, name.start());
        grow(height, name);
        return new Part(aggregation, name.start());
    }

    private List<String> grouping() {
        tokens.advance();
        return labels();
    }

    /** Expressions between parentheses. No comma may follow the last. Leaves the height of the highest. */
    private List<Part> arguments() {
        tokens.expect(TokenType.LEFT_PARENTHESIS);
        List<Part> arguments = new ArrayList<>();
        int highest = 0;
        if (!tokens.accept(TokenType.RIGHT_PARENTHESIS)) {
            do {
                arguments.add(nested(0));
                highest = Math.max(highest, height);
            } while (tokens.accept(TokenType.COMMA));
            tokens.expect(TokenType.RIGHT_PARENTHESIS, "an operator, \",\" or \")\"");
        }
        height = highest;
        return arguments;
    }

    private Part selector(String metric, Token start) {
        List<LabelMatcher> matchers = new ArrayList<>();
        if (!metric.isEmpty()) {
            matchers.add(new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.EQUAL, metric));
        }
        if (tokens.accept(TokenType.LEFT_BRACE)) {
            while (!tokens.accept(TokenType.RIGHT_BRACE)) {
                matchers.add(matcher());
                if (!tokens.is(TokenType.RIGHT_BRACE)) {
                    tokens.expect(TokenType.COMMA, "\",\" or \"}\"");
                }
            }
        }
        return new Part(check.selector(metric, matchers, start.start()), start.start());
    }

    private LabelMatcher matcher() {
        if (tokens.is(TokenType.STRING)) {
            throw tokens.error(tokens.current(), Unsupported.QUOTED_NAMES);
        }
        String name = tokens.expect(TokenType.IDENTIFIER, "the name of a label or \"}\"")
                .text();
        LabelMatcher.Operator operator = matchOperator(tokens.current().type());
        if (operator == null) {
            throw tokens.unexpected("=, !=, =~ or !~");
        }
        tokens.advance();
        Token value = tokens.expect(TokenType.STRING, "a string");
        try {
            LabelMatcher matcher = new LabelMatcher(name, operator, value.text());
            regexCost += matcher.cost();
            if (regexCost > RegexCost.MAXIMUM_TOTAL) {
                throw new PromQlException("The regular expressions are too large together.");
            }
            return matcher;
        } catch (PromQlException ex) {
            throw tokens.error(value, ex);
        }
    }

    private static LabelMatcher.@Nullable Operator matchOperator(TokenType type) {
        return switch (type) {
            case EQUAL_SIGN -> LabelMatcher.Operator.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Operator.NOT_EQUAL;
            case MATCHES -> LabelMatcher.Operator.MATCHES;
            case MATCHES_NOT -> LabelMatcher.Operator.MATCHES_NOT;
            default -> null;
        };
    }

    private double number(Token number) {
        try {
            return Numbers.parse(number.text());
        } catch (NumberFormatException ex) {
            throw tokens.error(number, "expected a number, but found " + tokens.excerpt(number));
        }
    }

    private long duration(String expected) {
        if (tokens.is(TokenType.NUMBER)) {
            throw tokens.error(
                    tokens.current(),
                    "expected " + expected + ", but found the number " + tokens.excerpt(tokens.current())
                            + "; a duration needs a unit, as in 5m");
        }
        if (tokens.is(TokenType.LEFT_PARENTHESIS)) {
            throw tokens.error(tokens.current(), Unsupported.DURATION_ARITHMETIC);
        }
        refuseArithmetic();
        Token duration = tokens.expect(TokenType.DURATION, expected);
        long millis;
        try {
            millis = PrometheusDuration.parse(duration.text());
        } catch (PromQlException ex) {
            throw tokens.error(duration, ex);
        }
        if (millis == 0) {
            throw tokens.error(duration, "expected a duration of more than 0");
        }
        return millis;
    }

    /** Later versions calculate with durations. */
    private void refuseArithmetic() {
        BinaryOperator operator = tokens.current().type().operator();
        if (operator != null && operator.precedence() >= BinaryOperator.ADD.precedence()) {
            throw tokens.error(tokens.current(), Unsupported.DURATION_ARITHMETIC);
        }
    }

    /** A part of the expression that is being read. */
    private Part nested(int minimum) {
        if (++nesting >= limits.depth()) {
            throw tooDeep(tokens.current());
        }
        Part part = expression(minimum);
        nesting--;
        return part;
    }

    /** An expression has been read whose parts have so many levels. */
    private void grow(int below, Token place) {
        height = below + 1;
        if (height > limits.depth()) {
            throw tooDeep(place);
        }
    }

    private PromQlException tooDeep(Token place) {
        return tokens.error(place, "the expression has more than the " + limits.depth() + " levels allowed");
    }
}
