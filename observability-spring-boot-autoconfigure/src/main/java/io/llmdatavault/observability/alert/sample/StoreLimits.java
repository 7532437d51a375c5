package io.llmdatavault.observability.alert.sample;

import java.util.Collection;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the rows of a store take, each at the size that it will have in the end, and the texts of their labels, and
 * refuses what would be too much.
 */
final class StoreLimits {

    private static final Logger logger = LoggerFactory.getLogger(SampleStore.class);

    /** What a row takes beside its values and the texts of its labels: itself, and its places in indexes. */
    private static final int ROW_BYTES = 300;

    private final int maxSeries;

    private final long maxBytes;

    private final LabelPool pool;

    private int series;

    private long bytes;

    private int vacancies;

    private boolean warned;

    StoreLimits(int maxSeries, long maxBytes, LabelPool pool) {
        this.maxSeries = maxSeries;
        this.maxBytes = maxBytes;
        this.pool = pool;
    }

    int series() {
        return series;
    }

    long bytes() {
        return bytes + pool.bytes();
    }

    int vacancies() {
        return vacancies;
    }

    /** Whether whatever comes is refused, and the warning has been given. */
    boolean isFull() {
        return warned && (series >= maxSeries || bytes() + ROW_BYTES > maxBytes);
    }

    /** Counts one more row of an axis, if it fits. The texts of its labels are in the pool. */
    boolean take(TimeAxis axis, String writer) {
        long needed = bytes(axis) + (axis.isEmpty() ? axis.fullBytes() : 0);
        if (series >= maxSeries || bytes() + needed > maxBytes) {
            warn(writer);
            return false;
        }
        series++;
        bytes += needed;
        return true;
    }

    void free(List<SampleRow> ended, Collection<TimeAxis> emptied) {
        series -= ended.size();
        ended.forEach(row -> bytes -= bytes(row.axis()));
        emptied.forEach(axis -> bytes -= axis.fullBytes());
        vacancies++;
    }

    private static long bytes(TimeAxis axis) {
        return ROW_BYTES + axis.fullBytes();
    }

    private void warn(String writer) {
        if (!warned) {
            warned = true;
            logger.warn(
                    "Alert rules select more than {} series ({}), or more than {} bytes of samples and labels ({}); further series"
                            + " of {} are left out, and rules do not see them; this is said once",
                    maxSeries,
                    "vault.observability.alerts.max-series",
                    maxBytes,
                    "vault.observability.alerts.max-memory",
                    writer);
        }
    }
}
