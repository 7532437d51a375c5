package io.llmdatavault.observability.alert.promql;

/**
 * A number, without labels.
 *
 * @param value any double
 * @since 0.1.0
 */
public record ScalarValue(double value) implements Value {

    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }
}
