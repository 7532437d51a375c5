package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.SeriesSource;
import org.jspecify.annotations.Nullable;

/**
 * The samples that rules select, and no others, each series as long as the longest of its rules looks back. Bounded in
 * series and in bytes; what does not fit is left out, with one warning. Used by one thread.
 *
 * @since 0.1.0
 */
public final class SampleStore implements SeriesSource {

    /** How long a rule can look back at most, unless the caller knows better. */
    private static final Duration DEFAULT_MAX_RETENTION = Duration.ofHours(25);

    private final SelectorIndex selectors;

    private final long retentionMillis;

    private final long maxRetentionMillis;

    private final StoreLimits limits;

    private final RowIndex rows;

    private final LabelPool pool = new LabelPool();

    private final UnreadableSeries unreadable = new UnreadableSeries();

    private final List<SampleWriter> writers = new ArrayList<>();

    /**
     * An empty store that keeps 25 hours of what names a fixed time.
     * @param selected what the rules read
     * @param retention how long samples are kept at least
     * @param maxSeries how many series are kept
     * @param maxBytes how much memory their samples and labels may take
     */
    public SampleStore(List<SelectorReach> selected, Duration retention, int maxSeries, long maxBytes) {
        this(selected, retention, DEFAULT_MAX_RETENTION, maxSeries, maxBytes);
    }

    /**
     * An empty store.
     * @param selected what the rules read
     * @param retention how long samples are kept at least
     * @param maxRetention how long they are kept at most, whatever rules read: a selector with a fixed time ({@code @})
     *     would need them for ever
     * @param maxSeries how many series are kept
     * @param maxBytes how much memory their samples and labels may take
     */
    public SampleStore(
            List<SelectorReach> selected, Duration retention, Duration maxRetention, int maxSeries, long maxBytes) {
        // A query at the far end looks back from there.
        long lookBack = QueryEngine.DEFAULT_LOOK_BACK.toMillis();
        this.selectors = new SelectorIndex(selected);
        this.retentionMillis = retention.toMillis() + lookBack;
        this.maxRetentionMillis = Math.max(retentionMillis, maxRetention.toMillis() + lookBack);
        this.limits = new StoreLimits(maxSeries, maxBytes, pool);
        // As many places as all series in a few rules each have: beyond that selecting anew is cheaper than
        // remembering.
        this.rows = new RowIndex(100_000L + 16L * selected.size() + 4L * maxSeries);
    }

    /**
     * Somebody who writes: all its series get their samples at the same times.
     * @param name what warnings call it
     * @param interval the time between two of its samples
     */
    public SampleWriter writer(String name, Duration interval) {
        SampleWriter writer = new SampleWriter(this, name, Math.max(1, interval.toMillis()));
        writers.add(writer);
        return writer;
    }

    /** Whether some rule reads series of this metric name: what none does need not be computed. */
    public boolean selects(String metricName) {
        return selectors.selects(metricName);
    }

    /** Whether some rule asks by its name for a metric with these labels, and with some value of the open one. */
    boolean names(Labels labels, String open) {
        return selectors.names(labels, open);
    }

    /** Whether some rule reads the series with these labels, and with some value of the open one if there is one. */
    boolean selects(Labels labels, @Nullable String open) {
        return selectors.reach(labels, open) >= 0;
    }

    /** Forgets which series could not be read: a new sampling begins. */
    void startOfSampling() {
        unreadable.clear();
    }

    /**
     * Remembers, until the next sampling begins, that a series could not be read: whoever selects it fails with the
     * cause.
     * @param labels its labels, the metric name included
     * @param open a label of which nobody knows the values, as {@code le} of a histogram that cannot be read;
     *     {@code null} for none
     */
    void unreadable(Labels labels, @Nullable String open, Throwable cause) {
        unreadable.add(labels, open, cause);
    }

    /** Moves all samples in time, as the clock was set: their ages stay the same. */
    public void shift(long millis) {
        writers.forEach(writer -> writer.shift(millis));
    }

    @Override
    public List<Series> series(List<LabelMatcher> matchers, long from, long to) {
        unreadable.check(matchers);
        List<SampleRow> selected = rows.select(matchers);
        List<Series> found = new ArrayList<>(selected.size());
        for (SampleRow row : selected) {
            Series series = row.between(from, to);
            if (series != null) {
                found.add(series);
            }
        }
        return found;
    }

    /** How many series there are. */
    public int size() {
        return limits.series();
    }

    /** How much memory has been set aside for the series there are. */
    long bytes() {
        return limits.bytes();
    }

    /** Changes whenever there may be room for what was refused before. */
    int vacancies() {
        return limits.vacancies();
    }

    @Nullable
    SampleRow find(Labels labels) {
        return rows.find(labels);
    }

    /** A new row, or {@code null} if no rule selects it or there is no room. */
    @Nullable
    SampleRow make(Labels labels, SampleWriter writer) {
        if (limits.isFull()) {
            // Asked again and again, at each tick: no need to know who would select it.
            return null;
        }
        long reach = selectors.reach(labels, null);
        if (reach < 0) {
            return null;
        }
        long retention = Math.max(retentionMillis, Math.min(reach, maxRetentionMillis));
        TimeAxis axis = writer.axis(retention);
        Labels shared = pool.take(labels);
        if (!limits.take(axis, writer.name())) {
            pool.release(shared);
            return null;
        }
        SampleRow row = new SampleRow(shared, axis, writer.nextIndex(axis));
        axis.add(row);
        rows.add(row);
        return row;
    }

    /** Forgets rows that have ended, and the axes of which nothing is left. */
    void dropped(List<SampleRow> ended, Set<TimeAxis> emptied) {
        limits.free(ended, emptied);
        rows.remove(ended);
        ended.forEach(row -> pool.release(row.labels()));
    }
}
