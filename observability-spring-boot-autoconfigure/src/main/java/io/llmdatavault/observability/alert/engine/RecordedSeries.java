package io.llmdatavault.observability.alert.engine;

import java.util.HashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.sample.SampleRow;
import io.llmdatavault.observability.alert.sample.SampleWriter;
import org.jspecify.annotations.Nullable;

/**
 * The series that one rule writes. Those that it does not write again have ended, which is seen at the same time, as in
 * Prometheus. Used by one thread.
 */
final class RecordedSeries {

    private final SampleWriter writer;

    private Map<Labels, SampleRow> previous = Map.of();

    private Map<Labels, SampleRow> current = new HashMap<>();

    RecordedSeries(SampleWriter writer) {
        this.writer = writer;
    }

    /** Writes a sample, if any rule reads it. */
    void write(Labels labels, double value) {
        @Nullable SampleRow known = previous.get(labels);
        @Nullable SampleRow row = known != null && known.isKept() ? known : writer.row(labels);
        if (row != null) {
            writer.write(row, value);
            current.put(labels, row);
        }
    }

    /** Ends the series that were not written since the last call. */
    void endOthers() {
        previous.forEach((labels, row) -> {
            if (!current.containsKey(labels) && row.isKept()) {
                writer.markEnded(row);
            }
        });
        previous = current;
        current = new HashMap<>();
    }
}
