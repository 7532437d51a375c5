package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The times at which the rows of one writer have samples, as long as their rules look back. Times are appended until the
 * array is full; then about a fifth of it, the oldest, is dropped, here and in all rows, so that equal indexes always
 * mean equal times.
 */
final class TimeAxis {

    private static final int FIRST_LENGTH = 4;

    private final SampleWriter writer;

    private final long retentionMillis;

    /** How many times the retention has at most. */
    private final int needed;

    private final int fullLength;

    private final List<SampleRow> rows = new ArrayList<>();

    private long[] timestamps = new long[FIRST_LENGTH];

    private int size;

    /** Index of the first time that is not older than the retention. */
    private int firstKept;

    /** What was asked for last, and where it is: all rows are asked for the same. */
    private long soughtFrom = 1;

    private long soughtTo;

    private int foundFrom;

    private int foundTo;

    TimeAxis(SampleWriter writer, long retentionMillis, long intervalMillis) {
        this.writer = writer;
        // One interval for a sample before the first evaluation that needs it, one for a tick that comes early.
        this.retentionMillis = retentionMillis + 2 * intervalMillis;
        this.needed = (int) Math.min(Integer.MAX_VALUE / 32, this.retentionMillis / intervalMillis + 1);
        this.fullLength = needed + needed / 4 + 1;
    }

    SampleWriter writer() {
        return writer;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return size;
    }

    /** How long the arrays of rows are to be. */
    int length() {
        return timestamps.length;
    }

    long[] timestamps() {
        return timestamps;
    }

    /** What its array, and that of each row, takes in the end. */
    long fullBytes() {
        return 16 + 8L * fullLength;
    }

    void add(SampleRow row) {
        rows.add(row);
    }

    /** Appends a time. What was not written before has no sample there. */
    void append(long timestamp) {
        if (size == fullLength) {
            dropOldest();
        } else if (size == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, Math.min(fullLength, size + size / 2));
        }
        for (SampleRow row : rows) {
            row.skipTo(size);
        }
        timestamps[size++] = timestamp;
        while (timestamps[firstKept] < timestamp - retentionMillis) {
            firstKept++;
        }
        soughtFrom = 1;
        soughtTo = 0;
    }

    /** Appends all times to an axis that has none. */
    void copyTo(TimeAxis other) {
        for (int i = 0; i < size; i++) {
            other.append(timestamps[i]);
        }
    }

    private void dropOldest() {
        // More than those beyond the retention only if they came faster than they should.
        int dropped = Math.max(firstKept, size - needed);
        size -= dropped;
        System.arraycopy(timestamps, dropped, timestamps, 0, size);
        firstKept = Math.max(0, firstKept - dropped);
        rows.forEach(row -> row.dropOldest(dropped));
    }

    /** Marks the rows as ended that have no sample at the latest time. */
    void markAbsent() {
        for (SampleRow row : rows) {
            row.markEnded(size - 1);
        }
    }

    /** Drops the rows of which no rule can see a sample. */
    void drop(List<SampleRow> ended) {
        Predicate<SampleRow> isOver = row -> row.isOver(firstKept);
        int before = ended.size();
        for (SampleRow row : rows) {
            if (isOver.test(row)) {
                ended.add(row);
            }
        }
        if (ended.size() > before) {
            rows.removeIf(isOver);
            ended.subList(before, ended.size()).forEach(SampleRow::drop);
        }
    }

    void shift(long millis) {
        for (int i = 0; i < size; i++) {
            timestamps[i] += millis;
        }
        soughtFrom = 1;
        soughtTo = 0;
    }

    /** Finds the times from one to another, both included. */
    void seek(long from, long to) {
        if (from != soughtFrom || to != soughtTo) {
            foundFrom = firstAt(from);
            foundTo = to == Long.MAX_VALUE ? size : firstAt(to + 1);
            soughtFrom = from;
            soughtTo = to;
        }
    }

    /** Index of the first time that was sought. */
    int from() {
        return foundFrom;
    }

    /** Index after the last time that was sought. */
    int to() {
        return foundTo;
    }

    private int firstAt(long time) {
        int index = Arrays.binarySearch(timestamps, 0, size, time);
        return index < 0 ? -index - 1 : index;
    }
}
