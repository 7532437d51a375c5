package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;

/**
 * The samples of one series that a function over a range looks at: a view on the arrays of the series, moved from
 * series to series. Holds no stale markers.
 */
final class RangeWindow {

    private final long start;

    private final long end;

    private final long evaluationTimestamp;

    private long[] timestamps = {};

    private double[] values = {};

    private int from;

    private int to;

    RangeWindow(long start, long end, long evaluationTimestamp) {
        this.start = start;
        this.end = end;
        this.evaluationTimestamp = evaluationTimestamp;
    }

    /** Moves to the samples of a series between start and end, both included, and says whether there are any. */
    boolean moveTo(Series series) {
        timestamps = series.timestamps();
        values = series.values();
        from = series.firstAt(start);
        to = series.firstAfter(end);
        for (int i = from; i < to; i++) {
            if (StaleMarker.is(values[i])) {
                copyWithoutMarkers();
                break;
            }
        }
        return from < to;
    }

    private void copyWithoutMarkers() {
        long[] keptTimestamps = new long[to - from];
        double[] keptValues = new double[to - from];
        int kept = 0;
        for (int i = from; i < to; i++) {
            if (!StaleMarker.is(values[i])) {
                keptTimestamps[kept] = timestamps[i];
                keptValues[kept++] = values[i];
            }
        }
        timestamps = keptTimestamps;
        values = keptValues;
        from = 0;
        to = kept;
    }

    /** A copy of the samples, for ranges that are the result: the source may change its arrays after the query. */
    Series toSeries(Labels labels) {
        return new Series(
                labels, Arrays.copyOfRange(timestamps, from, to), Arrays.copyOfRange(values, from, to), 0, to - from);
    }

    int size() {
        return to - from;
    }

    long timestamp(int index) {
        return timestamps[from + index];
    }

    double value(int index) {
        return values[from + index];
    }

    /** The oldest value. */
    double first() {
        return values[from];
    }

    /** The latest value. */
    double last() {
        return values[to - 1];
    }

    /** When the range begins, in milliseconds. */
    long start() {
        return start;
    }

    /** When the range ends; differs from the time of evaluation by {@code offset} and {@code @}. */
    long end() {
        return end;
    }

    /** How long the range is. */
    double seconds() {
        return (end - start) / 1000.0;
    }

    long evaluationTimestamp() {
        return evaluationTimestamp;
    }
}
