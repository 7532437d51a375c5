package io.llmdatavault.observability.alert.promql;

/**
 * Samples of one series: a window on arrays, which are not copied. Whoever makes one leaves the arrays alone as long as
 * the query runs; the engine only reads them.
 *
 * @param labels the labels, the metric name ({@code __name__}) included
 * @param timestamps milliseconds since the epoch, ascending, no two equal
 * @param values the value at each timestamp; {@link StaleMarker} where the series ended
 * @param from index of the first sample
 * @param to index after the last sample
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // a window on arrays, compared with nothing
public record Series(Labels labels, long[] timestamps, double[] values, int from, int to) {

    /** Index of the first sample at or after a time. */
    int firstAt(long time) {
        // Sources mostly give what was asked for, so that nothing has to be searched.
        return from == to || timestamps[from] >= time ? from : search(time);
    }

    /** Index of the first sample after a time. */
    int firstAfter(long time) {
        return from == to || timestamps[to - 1] <= time ? to : time == Long.MAX_VALUE ? to : search(time + 1);
    }

    private int search(long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
