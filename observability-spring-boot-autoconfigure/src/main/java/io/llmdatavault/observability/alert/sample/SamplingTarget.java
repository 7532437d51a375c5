package io.llmdatavault.observability.alert.sample;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where samplings go: the store, as the sampler sees it. */
final class SamplingTarget {

    private static final Logger logger = LoggerFactory.getLogger(MeterSampler.class);

    private final WarnOnce failed =
            new WarnOnce(logger, "A meter cannot be read; alert rules that select it are in error until it can");

    private final MissingBuckets missingBuckets = new MissingBuckets();

    private final SampleStore store;

    private final SampleWriter writer;

    private int released;

    SamplingTarget(SampleStore store, SampleWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    boolean selects(String metricName) {
        return store.selects(metricName);
    }

    /** Whether some rule asks by its name for a metric with these labels, and with some value of the open one. */
    boolean names(Labels labels, String open) {
        return store.names(labels, open);
    }

    /** Says what some rule names and cannot see. */
    MissingBuckets missingBuckets() {
        return missingBuckets;
    }

    /** Whether some rule reads a series with these labels, and with a value of the open one if there is one. */
    boolean selects(Labels labels, @Nullable String open) {
        return store.selects(labels, open);
    }

    /** Changes whenever a series that was refused may be taken. */
    int version() {
        return store.vacancies() + released;
    }

    /** The row for a series, unless there is no room or it is somebody else's. */
    @Nullable
    SampleRow claim(Labels labels, SampledSeries owner) {
        SampleRow row = writer.row(labels);
        return row != null && row.claim(owner) ? row : null;
    }

    void release(SampleRow row, SampledSeries owner) {
        if (row.release(owner)) {
            released++;
        }
    }

    void write(SampleRow row, double value) {
        writer.write(row, value);
    }

    /** Leaves out the sample of a series that has not ended. */
    void skip(SampleRow row) {
        writer.skip(row);
    }

    /** Makes the rules fail that select a series, which could not be read. */
    void unreadable(Labels labels, @Nullable String open, Throwable cause) {
        failed.warn(cause);
        store.unreadable(labels, open, cause);
    }
}
