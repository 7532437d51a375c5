package io.llmdatavault.observability.alert.sample;

import io.llmdatavault.observability.alert.promql.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series of a meter that some rule selects, and its row. Of two with equal labels the first one has the row as long as
 * its meter is there. One that was refused is asked for again when there may be room.
 */
final class SampledSeries {

    private Labels labels;

    private @Nullable SampleRow row;

    private int refusedAt;

    private boolean refused;

    SampledSeries(Labels labels) {
        this.labels = labels;
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
