package io.llmdatavault.observability.alert.promql;

/**
 * Two expressions and the operator between them: {@code a / on(path) b}.
 *
 * @param operator the operator
 * @param left the left side
 * @param right the right side
 * @param bool whether a comparison gives 0 or 1 instead of filtering
 * @param matching which series are partners, where both sides are vectors; set operators are many-to-many
 * @since 0.1.0
 */
public record BinaryExpression(
        BinaryOperator operator, Expression left, Expression right, boolean bool, VectorMatching matching)
        implements Expression {

    @Override
    public ValueType type() {
        return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                ? ValueType.SCALAR
                : ValueType.INSTANT_VECTOR;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
