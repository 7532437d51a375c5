package io.llmdatavault.observability.alert.promql;

/**
 * An expression evaluated again and again over a time range: {@code rate(x[5m])[1h:1m]}.
 *
 * @param expression what is evaluated; an instant vector or a scalar
 * @param rangeMillis how far back, more than 0
 * @param stepMillis the time between two evaluations; 0 where none is written
 * @param shift {@code offset} and {@code @}
 * @since 0.1.0
 */
public record Subquery(Expression expression, long rangeMillis, long stepMillis, TimeShift shift)
        implements Expression {

    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
