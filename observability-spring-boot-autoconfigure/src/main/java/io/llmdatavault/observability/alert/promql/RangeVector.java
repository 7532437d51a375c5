package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * The samples of a time range for each of a set of series.
 *
 * @param series the series; copies, without stale markers
 * @since 0.1.0
 */
public record RangeVector(List<Series> series) implements Value {

    public RangeVector {
        series = List.copyOf(series);
    }

    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }
}
