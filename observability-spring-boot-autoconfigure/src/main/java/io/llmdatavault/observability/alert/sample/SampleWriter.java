package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.promql.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Writes the samples of many series at one time after the other: {@code begin}, {@code write} for each series,
 * {@code end}. What is written can be queried at once. A series that was not written at one time, nor marked as ended,
 * has no sample there, and a look back finds an earlier one.
 *
 * @since 0.1.0
 */
public final class SampleWriter {

    private final SampleStore store;

    private final String name;

    private final long intervalMillis;

    /** By retention. */
    private final TreeMap<Long, TimeAxis> axes = new TreeMap<>();

    private long timestamp = Long.MIN_VALUE;

    private boolean begun;

    SampleWriter(SampleStore store, String name, long intervalMillis) {
        this.store = store;
        this.name = name;
        this.intervalMillis = intervalMillis;
    }

    String name() {
        return name;
    }

    /**
     * Begins the samples of one time.
     * @param timestamp milliseconds since the epoch, after that of the last time
     */
    public void begin(long timestamp) {
        if (timestamp <= this.timestamp) {
            throw new IllegalArgumentException(
                    "Samples of " + name + " at " + timestamp + " do not come after those at " + this.timestamp + ".");
        }
        this.timestamp = timestamp;
        begun = true;
        for (TimeAxis axis : axes.values()) {
            axis.append(timestamp);
        }
    }

    /**
     * The series with these labels, made if there is none.
     * @return {@code null} if no rule selects it, if there is no room for it, or if it is the series of another writer
     */
    public @Nullable SampleRow row(Labels labels) {
        SampleRow row = store.find(labels);
        if (row == null) {
            return store.make(labels, this);
        }
        return row.axis().writer() == this ? row : null;
    }

    /** Writes the sample of a series of this writer; a second one at the same time is left out. */
    public void write(SampleRow row, double value) {
        requireOwn(row);
        if (row.isKept()) {
            row.put(value);
        }
    }

    /** Marks a series as ended at this time, unless it was written: a look back finds it no more. */
    public void markEnded(SampleRow row) {
        requireOwn(row);
        if (row.isKept()) {
            row.markEnded(row.axis().size() - 1);
        }
    }

    /** Leaves a series without a sample at this time, unless it was written: a look back finds an earlier one. */
    void skip(SampleRow row) {
        requireOwn(row);
        if (row.isKept()) {
            row.skipTo(row.axis().size());
        }
    }

    private void requireOwn(SampleRow row) {
        if (row.axis().writer() != this) {
            throw new IllegalArgumentException("The series " + row.labels() + " is not one of " + name + ".");
        }
        if (!begun) {
            throw new IllegalStateException("No samples of " + name + " have begun.");
        }
    }

    /**
     * Ends the samples of one time.
     * @param markAbsent whether every series that was not written has ended
     */
    public void end(boolean markAbsent) {
        begun = false;
        List<SampleRow> ended = new ArrayList<>();
        Set<TimeAxis> emptied = new HashSet<>();
        for (TimeAxis axis : axes.values()) {
            if (markAbsent) {
                axis.markAbsent();
            }
            int before = ended.size();
            axis.drop(ended);
            if (ended.size() > before && axis.isEmpty()) {
                emptied.add(axis);
            }
        }
        axes.values().removeIf(TimeAxis::isEmpty);
        if (!ended.isEmpty()) {
            store.dropped(ended, emptied);
        }
    }

    /** The times of series that are kept so long. */
    TimeAxis axis(long retentionMillis) {
        return axes.computeIfAbsent(retentionMillis, key -> {
            TimeAxis axis = new TimeAxis(this, retentionMillis, intervalMillis);
            Map.Entry<Long, TimeAxis> longest = axes.lastEntry();
            if (longest != null) {
                // For rows that begin as if they had always been there.
                longest.getValue().copyTo(axis);
            } else if (begun) {
                axis.append(timestamp);
            }
            return axis;
        });
    }

    /** Where the next value of an axis goes. */
    int nextIndex(TimeAxis axis) {
        return begun ? axis.size() - 1 : axis.size();
    }

    void shift(long millis) {
        if (timestamp != Long.MIN_VALUE) {
            timestamp += millis;
        }
        axes.values().forEach(axis -> axis.shift(millis));
    }
}
