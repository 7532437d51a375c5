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

    void release(SamplingTarget target) {
        if (row != null) {
            target.release(row, this);
            row = null;
        }
    }
}
