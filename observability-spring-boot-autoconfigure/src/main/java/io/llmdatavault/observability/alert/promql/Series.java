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
public record Series(Labels labels, long[] timestamps, double[] values, int from, int to) {}
