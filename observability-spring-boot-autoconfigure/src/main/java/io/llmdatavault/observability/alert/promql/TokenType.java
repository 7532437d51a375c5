package io.llmdatavault.observability.alert.promql;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The kinds of words and signs that PromQL is made of. */
enum TokenType {
    END,
    NUMBER,
    DURATION,
    /** Its text has no quotes, and its escapes are resolved. */
    STRING,
    /** A word without a colon. */
    IDENTIFIER,
    /** A word with a colon, which only metrics may have. */
    METRIC_IDENTIFIER,

    LEFT_PARENTHESIS("("),
    RIGHT_PARENTHESIS(")"),
    LEFT_BRACE("{"),
    RIGHT_BRACE("}"),
    LEFT_BRACKET("["),
    RIGHT_BRACKET("]"),
    COMMA(","),
    /** Only between brackets; elsewhere a colon is part of a word. */
    COLON(":"),
    AT("@"),

    /** Of label matchers, as are the two after it and {@link #NOT_EQUAL}. */
    EQUAL_SIGN("="),
    MATCHES("=~"),
    MATCHES_NOT("!~"),

    ADD(BinaryOperator.ADD),
    SUBTRACT(BinaryOperator.SUBTRACT),
    MULTIPLY(BinaryOperator.MULTIPLY),
    DIVIDE(BinaryOperator.DIVIDE),
    MODULO(BinaryOperator.MODULO),
    POWER(BinaryOperator.POWER),
    EQUAL(BinaryOperator.EQUAL),
    NOT_EQUAL(BinaryOperator.NOT_EQUAL),
    LESS(BinaryOperator.LESS),
    LESS_OR_EQUAL(BinaryOperator.LESS_OR_EQUAL),
    GREATER(BinaryOperator.GREATER),
    GREATER_OR_EQUAL(BinaryOperator.GREATER_OR_EQUAL),

    AND(BinaryOperator.AND, Names.METRICS_AND_LABELS),
    OR(BinaryOperator.OR, Names.METRICS_AND_LABELS),
    UNLESS(BinaryOperator.UNLESS, Names.METRICS_AND_LABELS),
    ATAN2(BinaryOperator.ATAN2, Names.LABELS),

    /** One for all, as they are written alike. */
    AGGREGATION(Names.METRICS_AND_LABELS),

    BOOL(Names.LABELS),
    BY(Names.METRICS_AND_LABELS),
    WITHOUT(Names.METRICS),
    ON(Names.LABELS),
    IGNORING(Names.LABELS),
    GROUP_LEFT(Names.LABELS),
    GROUP_RIGHT(Names.LABELS),
    OFFSET(Names.METRICS_AND_LABELS),
    START(Names.METRICS_AND_LABELS),
    END_NAME("end", null, Names.METRICS_AND_LABELS);

    /** What a keyword may name where no keyword can stand. It is the grammar of Prometheus that is irregular. */
    private enum Names {
        NOTHING,
        METRICS,
        LABELS,
        METRICS_AND_LABELS
    }

    private final String text;

    private final @Nullable BinaryOperator operator;

    private final Names names;

    TokenType() {
        this(Names.NOTHING);
    }

    TokenType(String text) {
        this(text, null, Names.NOTHING);
    }

    TokenType(Names names) {
        this("", null, names);
    }

    TokenType(BinaryOperator operator) {
        this(operator, Names.NOTHING);
    }

    TokenType(BinaryOperator operator, Names names) {
        this(operator.toString(), operator, names);
    }

    TokenType(String text, @Nullable BinaryOperator operator, Names names) {
        this.text = text.isEmpty() ? name().toLowerCase(Locale.ROOT) : text;
        this.operator = operator;
        this.names = names;
    }

    /** The operator that it is between two expressions, or {@code null}. */
    @Nullable
    BinaryOperator operator() {
        return operator;
    }

    /** Whether it may be the name of a metric. */
    boolean isMetricName() {
        return this == IDENTIFIER
                || this == METRIC_IDENTIFIER
                || names == Names.METRICS
                || names == Names.METRICS_AND_LABELS;
    }

    /** Whether it may be the name of a label after {@code by}, {@code on} and the like; in braces every word may. */
    boolean isLabelName() {
        return this == IDENTIFIER || names == Names.LABELS || names == Names.METRICS_AND_LABELS;
    }

    /** Whether it is a keyword. */
    boolean isKeyword() {
        return names != Names.NOTHING;
    }

    /** As it is written, or what it is called. */
    @Override
    public String toString() {
        return text;
    }
}
