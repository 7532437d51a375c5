package io.llmdatavault.observability.alert.promql;

/**
 * The samples of a time range: {@code http_requests_total[5m]}.
 *
 * @param vector the series; its {@code offset} and {@code @} are written after the range
 * @param rangeMillis how far back, more than 0
 * @since 0.1.0
 */
public record RangeSelector(VectorSelector vector, long rangeMillis) implements Expression {

    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
