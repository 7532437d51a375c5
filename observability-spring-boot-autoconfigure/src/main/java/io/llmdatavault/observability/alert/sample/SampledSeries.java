package io.llmdatavault.observability.alert.sample;

import io.llmdatavault.observability.alert.promql.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series of a meter that some rule selects, and its row. Of two with equal labels the first one has the row as long as
 * its meter is there. One that was refused is asked for again when there may be room; if it counts, it then begins as one
 * that has been there all the time, or rules would take all that it ever counted for new.
 */
final class SampledSeries {

    private final boolean counts;

    private Labels labels;

    private @Nullable SampleRow row;

    private int refusedAt;

    private boolean refused;

    /** Whether it has counted before it had a row. */
    private boolean late;

    private SampledSeries(Labels labels, boolean counts) {
        this.labels = labels;
        this.counts = counts;
    }

    /** Of a value that goes up and down. */
    static SampledSeries gauge(Labels labels) {
        return new SampledSeries(labels, false);
    }

    /** Of a value that only rises, from 0 on. */
    static SampledSeries counter(Labels labels) {
        return new SampledSeries(labels, true);
    }

    Labels labels() {
        return labels;
    }

    /** Whether there is a place for its samples: what has none need not be read. */
    boolean hasRow(SamplingTarget target) {
        if (row != null && row.isKept()) {
            return true;
        }
        if (refused && refusedAt == target.version()) {
            return false;
        }
        row = target.claim(labels, this);
        late = counts && refused && row != null && row.isEmpty();
        refused = row == null;
        refusedAt = target.version();
        if (row != null) {
            // Those of the row share their texts.
            labels = row.labels();
        }
        return row != null;
    }

    void write(SamplingTarget target, double value) {
        if (row != null) {
            if (late) {
                late = false;
                row.backfill(value);
            }
            target.write(row, value);
        }
    }

    /** It could not be read: the rules that select it fail. */
    void unreadable(SamplingTarget target, Throwable cause) {
        skip(target);
        target.unreadable(labels, null, cause);
    }

    /**
     * Leaves out its sample. It has not ended: rules that look back later would take it for a new one, which counts from 0
     * on.
     */
    void skip(SamplingTarget target) {
        if (row != null) {
            target.skip(row);
        }
    }

    void release(SamplingTarget target) {
        if (row != null) {
            target.release(row, this);
            row = null;
        }
    }
}
