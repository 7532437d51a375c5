package io.llmdatavault.observability.alert.promql;

/**
 * The operators between two expressions, with Prometheus' precedence: a higher one binds more tightly.
 *
 * @since 0.1.0
 */
public enum BinaryOperator {
    /** {@code or}: the left side, and of the right side what has no partner. */
    OR("or", 1),
    /** {@code and}: of the left side what has a partner. */
    AND("and", 2),
    /** {@code unless}: of the left side what has no partner. */
    UNLESS("unless", 2),
    /** {@code ==}. */
    EQUAL("==", 3),
    /** {@code !=}. */
    NOT_EQUAL("!=", 3),
    /** {@code <=}. */
    LESS_OR_EQUAL("<=", 3),
    /** {@code <}. */
    LESS("<", 3),
    /** {@code >=}. */
    GREATER_OR_EQUAL(">=", 3),
    /** {@code >}. */
    GREATER(">", 3),
    /** {@code +}. */
    ADD("+", 4),
    /** {@code -}. */
    SUBTRACT("-", 4),
    /** {@code *}. */
    MULTIPLY("*", 5),
    /** {@code /}. */
    DIVIDE("/", 5),
    /** {@code %}: the remainder has the sign of the left side. */
    MODULO("%", 5),
    /** {@code atan2}. */
    ATAN2("atan2", 5),
    /** {@code ^}: the only one that groups from the right. */
    POWER("^", 6);

    private final String text;

    private final int precedence;

    BinaryOperator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    int precedence() {
        return precedence;
    }

    /** Whether {@code a op b op c} is {@code a op (b op c)}. */
    boolean isRightAssociative() {
        return this == POWER;
    }

    /** Whether it is {@code and}, {@code or} or {@code unless}. */
    boolean isSetOperator() {
        return precedence <= 2;
    }

    /** Whether it compares. */
    boolean isComparison() {
        return precedence == 3;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
