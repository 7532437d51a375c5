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

    private final String text;

    private final QueryLimits limits;

    private final Lexer lexer;

    private final TypeCheck check;

    private Token token;

    /** How many expressions the one that is being read is part of. */
    private int nesting;

    /** How many levels the tree has that was read last. */
    private int height;

    Parser(String text, QueryLimits limits) {
        if (text.length() > limits.expressionLength()) {
            throw new PromQlException("The expression has " + text.length() + " characters, more than the "
                    + limits.expressionLength() + " allowed.");
        }
        this.text = text;
        this.limits = limits;
        this.lexer = new Lexer(text);
        this.check = new TypeCheck(text);
        this.token = lexer.next();
    }

    Expression parse() {
        Part part = expression(0);
        if (!token.is(TokenType.END)) {
            throw unexpected("an operator or the end");
        }
        return part.expression();
    }

    /** An expression of operators with at least this precedence, and what is between them. */
    private Part expression(int minimum) {
        Part left = unary();
        while (true) {
            Token sign = token;
            BinaryOperator operator = sign.type().operator();
            if (operator == null || operator.precedence() < minimum) {
                return left;
            }
            int leftHeight = height;
            advance();
            boolean bool = accept(TokenType.BOOL);
            VectorMatching matching = matching();
            Part right = nested(operator.isRightAssociative() ? operator.precedence() : operator.precedence() + 1);
            left = new Part(check.binary(left, sign, operator, bool, matching, right), left.start());
            grow(Math.max(leftHeight, height), sign);
        }
    }

    private VectorMatching matching() {
        boolean on = token.is(TokenType.ON);
        if (!on && !token.is(TokenType.IGNORING)) {
            return VectorMatching.NONE;
        }
        advance();
        List<String> labels = labels();
        boolean left = token.is(TokenType.GROUP_LEFT);
        if (!left && !token.is(TokenType.GROUP_RIGHT)) {
            return new VectorMatching(VectorMatching.Cardinality.ONE_TO_ONE, on, labels, List.of());
        }
        advance();
        List<String> include = token.is(TokenType.LEFT_PARENTHESIS) ? labels() : List.of();
        return new VectorMatching(
                left ? VectorMatching.Cardinality.MANY_TO_ONE : VectorMatching.Cardinality.ONE_TO_MANY,
                on,
                labels,
                include);
    }

    /** Labels between parentheses. A comma may follow the last. */
    private List<String> labels() {
        expect(TokenType.LEFT_PARENTHESIS);
        List<String> labels = new ArrayList<>();
        while (!accept(TokenType.RIGHT_PARENTHESIS)) {
            if (!token.type().isLabelName()) {
                throw unexpected("the name of a label");
            }
            labels.add(advance().text());
            if (!token.is(TokenType.RIGHT_PARENTHESIS)) {
                expect(TokenType.COMMA, "\",\" or \")\"");
            }
        }
        return labels;
    }

    /** A sign binds less tightly than {@code ^} and more tightly than all other operators. */
    private Part unary() {
        if (!token.is(TokenType.ADD) && !token.is(TokenType.SUBTRACT)) {
            return modified();
        }
        Token sign = advance();
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
            Token modifier = token;
            if (accept(TokenType.LEFT_BRACKET)) {
                modified = brackets(part, modifier);
                grow(height, modifier);
            } else if (accept(TokenType.OFFSET)) {
                modified = offset(part, modifier);
            } else if (accept(TokenType.AT)) {
                modified = at(part, modifier);
            } else {
                return part;
            }
            part = new Part(modified, part.start());
        }
    }

    private Expression brackets(Part part, Token bracket) {
        long range = duration("a duration");
        if (accept(TokenType.RIGHT_BRACKET)) {
            return check.range(part, range, bracket.start());
        }
        expect(TokenType.COLON, "\":\" or \"]\"");
        long step = token.is(TokenType.RIGHT_BRACKET) ? 0 : duration("a duration or \"]\"");
        expect(TokenType.RIGHT_BRACKET);
        return check.subquery(part, range, step);
    }

    private Expression offset(Part part, Token modifier) {
        TimeShift shift = check.shift(part, modifier);
        boolean negative = accept(TokenType.SUBTRACT);
        long millis = duration("a duration");
        if (shift.offsetMillis() != 0) {
            throw error(modifier, "offset is given twice");
        }
        return shifted(part.expression(), new TimeShift(negative ? -millis : millis, shift.at(), shift.atName()));
    }

    private Expression at(Part part, Token modifier) {
        TimeShift shift = check.shift(part, modifier);
        if (shift.at() != null || shift.atName() != null) {
            throw error(modifier, "@ is given twice");
        }
        if (token.is(TokenType.START) || token.is(TokenType.END_NAME)) {
            TimeShift.AtName name = token.is(TokenType.START) ? TimeShift.AtName.START : TimeShift.AtName.END;
            advance();
            expect(TokenType.LEFT_PARENTHESIS);
            expect(TokenType.RIGHT_PARENTHESIS);
            return shifted(part.expression(), new TimeShift(shift.offsetMillis(), null, name));
        }
        boolean negative = token.is(TokenType.SUBTRACT);
        if (negative || token.is(TokenType.ADD)) {
            advance();
        }
        Token number = expect(TokenType.NUMBER, "a timestamp in seconds, start() or end()");
        double millis = number(number) * 1000;
        if (!(Math.abs(millis) < Long.MAX_VALUE)) {
            throw error(number, "this timestamp is out of bounds");
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
        Token first = token;
        TokenType type = first.type();
        height = 1;
        if (accept(TokenType.NUMBER)) {
            return new Part(new NumberLiteral(number(first)), first.start());
        }
        if (accept(TokenType.STRING)) {
            return new Part(new StringLiteral(first.text()), first.start());
        }
        if (accept(TokenType.LEFT_PARENTHESIS)) {
            Part inner = nested(0);
            expect(TokenType.RIGHT_PARENTHESIS, "an operator or \")\"");
            grow(height, first);
            return new Part(new Parentheses(inner.expression()), first.start());
        }
        if (type == TokenType.LEFT_BRACE) {
            return selector("", first);
        }
        if (type.isMetricName()) {
            advance();
            return named(first);
        }
        throw unexpected("an expression");
    }

    /** What starts with a word: an aggregation, a call or a selector, as the next token says. */
    private Part named(Token name) {
        boolean parenthesis = token.is(TokenType.LEFT_PARENTHESIS);
        if (name.is(TokenType.AGGREGATION) && (parenthesis || token.is(TokenType.BY) || token.is(TokenType.WITHOUT))) {
            return aggregation(name);
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
        Token modifier = token;
        boolean before = !modifier.is(TokenType.LEFT_PARENTHESIS);
        List<String> grouping = before ? grouping() : List.of();
        List<Part> arguments = arguments();
        if (!before && (token.is(TokenType.BY) || token.is(TokenType.WITHOUT))) {
            modifier = token;
            grouping = grouping();
        }
        AggregationOperator operator = AggregationOperator.valueOf(name.text().toUpperCase(Locale.ROOT));
        Aggregation aggregation =
                check.aggregation(operator, modifier.is(TokenType.WITHOUT), grouping, arguments, name.start());
        grow(height, name);
        return new Part(aggregation, name.start());
    }

    private List<String> grouping() {
        advance();
        return labels();
    }

    /** Expressions between parentheses. No comma may follow the last. Leaves the height of the highest. */
    private List<Part> arguments() {
        expect(TokenType.LEFT_PARENTHESIS);
        List<Part> arguments = new ArrayList<>();
        int highest = 0;
        if (!accept(TokenType.RIGHT_PARENTHESIS)) {
            do {
                arguments.add(nested(0));
                highest = Math.max(highest, height);
            } while (accept(TokenType.COMMA));
            expect(TokenType.RIGHT_PARENTHESIS, "an operator, \",\" or \")\"");
        }
        height = highest;
        return arguments;
    }

    private Part selector(String metric, Token start) {
        List<LabelMatcher> matchers = new ArrayList<>();
        if (!metric.isEmpty()) {
            matchers.add(new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.EQUAL, metric));
        }
        if (accept(TokenType.LEFT_BRACE)) {
            while (!accept(TokenType.RIGHT_BRACE)) {
                matchers.add(matcher());
                if (!token.is(TokenType.RIGHT_BRACE)) {
                    expect(TokenType.COMMA, "\",\" or \"}\"");
                }
            }
        }
        return new Part(check.selector(metric, matchers, start.start()), start.start());
    }

    private LabelMatcher matcher() {
        if (token.is(TokenType.STRING)) {
            throw error(token, "names between quotes are not supported: they are newer than Prometheus 2.42");
        }
        String name =
                expect(TokenType.IDENTIFIER, "the name of a label or \"}\"").text();
        LabelMatcher.Operator operator = matchOperator(token.type());
        if (operator == null) {
            throw unexpected("=, !=, =~ or !~");
        }
        advance();
        Token value = expect(TokenType.STRING, "a string");
        try {
            return new LabelMatcher(name, operator, value.text());
        } catch (PromQlException ex) {
            throw error(value, ex);
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
            throw error(number, "expected a number, but found " + excerpt(number));
        }
    }

    private long duration(String expected) {
        if (token.is(TokenType.NUMBER)) {
            throw error(
                    token,
                    "expected " + expected + ", but found the number " + excerpt(token)
                            + "; a duration needs a unit, as in 5m");
        }
        Token duration = expect(TokenType.DURATION, expected);
        long millis;
        try {
            millis = PrometheusDuration.parse(duration.text());
        } catch (PromQlException ex) {
            throw error(duration, ex);
        }
        if (millis == 0) {
            throw error(duration, "expected a duration of more than 0");
        }
        return millis;
    }

    /** A part of the expression that is being read. */
    private Part nested(int minimum) {
        if (++nesting >= limits.depth()) {
            throw tooDeep(token);
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
        return error(place, "the expression has more than the " + limits.depth() + " levels allowed");
    }

    private Token advance() {
        Token current = token;
        token = lexer.next();
        return current;
    }

    private boolean accept(TokenType type) {
        if (!token.is(type)) {
            return false;
        }
        advance();
        return true;
    }

    private Token expect(TokenType type) {
        return expect(type, "\"" + type + "\"");
    }

    private Token expect(TokenType type, String expected) {
        if (!token.is(type)) {
            throw unexpected(expected);
        }
        return advance();
    }

    private PromQlException unexpected(String expected) {
        String unsupported = token.is(TokenType.IDENTIFIER) ? Unsupported.modifier(token.text()) : null;
        return error(token, unsupported != null ? unsupported : "expected " + expected + ", but found " + found());
    }

    private String found() {
        return token.is(TokenType.END) ? "the end" : excerpt(token);
    }

    private String excerpt(Token place) {
        String written = text.substring(place.start(), place.end());
        return place.is(TokenType.STRING)
                ? "a string"
                : written.length() > 40 ? written.substring(0, 40) + "…" : written;
    }

    private PromQlException error(Token place, String problem) {
        return PromQlException.at(text, place.start(), problem);
    }

    private PromQlException error(Token place, PromQlException problem) {
        String sentence = String.valueOf(problem.getMessage());
        return error(place, sentence.substring(0, sentence.length() - 1));
    }
}
