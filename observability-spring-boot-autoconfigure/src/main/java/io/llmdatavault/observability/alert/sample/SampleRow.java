package io.llmdatavault.observability.alert.sample;

import java.util.Arrays;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.StaleMarker;
import org.jspecify.annotations.Nullable;

/**
 * One series of a {@link SampleWriter}, to be kept by whoever writes it.
 *
 * @since 0.1.0
 */
public final class SampleRow {

    private static final double[] NONE = {};

    private static final double[] DROPPED = {};

    /** A NaN of its own for the times at which there is no sample: no reader ever sees it. */
    private static final long HOLE_BITS = 0x7ff8000000701e00L;

    private static final double HOLE = Double.longBitsToDouble(HOLE_BITS);

    private final Labels labels;

    private final TimeAxis axis;

    /** One for each time of the axis, from {@code start} to {@code end}. */
    private double[] values = NONE;

    /** Index of the first value. */
    private int start;

    /** Index after the last value. */
    private int end;

    /** Index of the last value that is neither a stale marker nor a hole. */
    private int lastLive;

    /** Index of the last hole; negative if there is none. */
    private int lastHole = -1;

    /** Whose samples these are; {@code null} for whoever comes first. */
    private @Nullable Object owner;

    SampleRow(Labels labels, TimeAxis axis, int start) {
        this.labels = labels;
        this.axis = axis;
        this.start = start;
        this.end = start;
        this.lastLive = start - 1;
    }

    /** The labels of the series, the metric name included. */
    public Labels labels() {
        return labels;
    }

    /** Whether the store still has it; whoever wants to write it otherwise asks for it anew. */
    public boolean isKept() {
        return values != DROPPED;
    }

    /** Makes somebody its owner, unless it has another. */
    boolean claim(Object claimant) {
        if (owner == null) {
            owner = claimant;
        }
        return owner == claimant;
    }

    /** Makes room for another owner. */
    boolean release(Object former) {
        if (owner != former) {
            return false;
        }
        owner = null;
        return true;
    }

    TimeAxis axis() {
        return axis;
    }

    /** Whether nothing was ever written. */
    boolean isEmpty() {
        return values.length == 0;
    }

    /** Puts a value at all times before the latest one of the axis, as if it had always been there. */
    void backfill(double value) {
        values = new double[axis.length()];
        start = 0;
        end = axis.size() - 1;
        Arrays.fill(values, 0, end, value);
        lastLive = end - 1;
        lastHole = -1;
    }

    /** Puts the value at the latest time of the axis, unless there is one. */
    void put(double value) {
        int index = axis.size() - 1;
        if (end == index) {
            append(isHole(value) ? Double.NaN : value);
            if (!StaleMarker.is(value)) {
                lastLive = index;
            }
        }
    }

    void markEnded(int index) {
        if (end == index) {
            append(StaleMarker.VALUE);
        }
    }

    /** Goes on without a sample at the times before one at which it was neither written nor marked. */
    void skipTo(int index) {
        while (end < index) {
            lastHole = end;
            append(HOLE);
        }
    }

    private static boolean isHole(double value) {
        return Double.doubleToRawLongBits(value) == HOLE_BITS;
    }

    private void append(double value) {
        if (end >= values.length) {
            values = Arrays.copyOf(values, axis.length());
        }
        values[end++] = value;
    }

    void dropOldest(int dropped) {
        if (end > dropped) {
            System.arraycopy(values, dropped, values, 0, end - dropped);
        }
        start = Math.max(0, start - dropped);
        end = Math.max(0, end - dropped);
        lastLive = Math.max(-1, lastLive - dropped);
        lastHole = Math.max(-1, lastHole - dropped);
    }

    /** Whether there are stale markers and holes only, from a time on. */
    boolean isOver(int firstKept) {
        return lastLive < Math.max(start, firstKept);
    }

    void drop() {
        values = DROPPED;
        owner = null;
    }

    /**
     * The samples from one time to another, both included; {@code null} if there are none but stale markers. A copy
     * where there are holes between them, which is rare.
     */
    @Nullable
    Series between(long from, long to) {
        axis.seek(from, to);
        int first = Math.max(start, axis.from());
        int last = Math.min(end, axis.to());
        if (first >= last || lastLive < first || !hasLive(first, last)) {
            return null;
        }
        while (isHole(values[first])) {
            first++;
        }
        while (isHole(values[last - 1])) {
            last--;
        }
        return lastHole > first && holes(first, last) > 0
                ? withoutHoles(first, last)
                : new Series(labels, axis.timestamps(), values, first, last);
    }

    private boolean hasLive(int first, int last) {
        int index = last - 1;
        while (index >= first && (StaleMarker.is(values[index]) || isHole(values[index]))) {
            index--;
        }
        return index >= first;
    }

    private int holes(int first, int last) {
        int holes = 0;
        for (int i = first; i < last; i++) {
            if (isHole(values[i])) {
                holes++;
            }
        }
        return holes;
    }

    private Series withoutHoles(int first, int last) {
        int size = last - first - holes(first, last);
        long[] times = new long[size];
        double[] samples = new double[size];
        int next = 0;
        for (int i = first; i < last; i++) {
            if (!isHole(values[i])) {
                times[next] = axis.timestamps()[i];
                samples[next++] = values[i];
            }
        }
        return new Series(labels, times, samples, 0, size);
    }
}
