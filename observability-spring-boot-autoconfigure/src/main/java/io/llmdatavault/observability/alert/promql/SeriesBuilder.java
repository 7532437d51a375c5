package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;

/** Collects the samples that a subquery gives for one series. */
final class SeriesBuilder {

    private final Labels labels;

    private long[] timestamps = new long[4];

    private double[] values = new double[4];

    private int size;

    SeriesBuilder(Labels labels) {
        this.labels = labels;
    }

    void add(long timestamp, double value) {
        if (size == values.length) {
            timestamps = Arrays.copyOf(timestamps, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        timestamps[size] = timestamp;
        values[size++] = value;
    }

    Series build() {
        return new Series(labels, timestamps, values, 0, size);
    }
}
