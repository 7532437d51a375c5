package io.llmdatavault.observability.alert.promql;

/**
 * A number: {@code 1.5}, {@code 0x1f}, {@code Inf}, {@code NaN}.
 *
 * @param value any double, NaN and the infinities included
 * @since 0.1.0
 */
public record NumberLiteral(double value) implements Expression {

    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
