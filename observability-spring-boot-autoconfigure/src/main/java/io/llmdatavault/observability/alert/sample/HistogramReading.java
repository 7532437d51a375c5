package io.llmdatavault.observability.alert.sample;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.alert.promql.Labels;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import org.jspecify.annotations.Nullable;

/** Reads the buckets of a timer or a summary or, as a scrape does, where there are none its percentiles. */
final class HistogramReading implements Reading {

    static final String BUCKET = "_bucket";

    static final String BOUND = "le";

    static final String QUANTILE = "quantile";

    private final HistogramSupport meter;

    private final MeterNames names;

    /** Of the bounds; {@code null} where they have none. */
    private final @Nullable TimeUnit unit;

    private final boolean bucketsSelected;

    private final boolean quantilesSelected;

    private double[] bounds = {};

    /** As many as bounds; {@code null} where none is selected. */
    private @Nullable SampledSeries[] series = {};

    private boolean anySelected = true;

    private boolean hinted;

    private HistogramReading(
            HistogramSupport meter,
            MeterNames names,
            @Nullable TimeUnit unit,
            boolean bucketsSelected,
            boolean quantilesSelected) {
        this.meter = meter;
        this.names = names;
        this.unit = unit;
        this.bucketsSelected = bucketsSelected;
        this.quantilesSelected = quantilesSelected;
    }

    /**
     * What reads it, or {@code null} if nobody selects any.
     * @param withBuckets whether it counts from the start on, as buckets of Prometheus do
     */
    static @Nullable Reading of(
            HistogramSupport meter,
            MeterNames names,
            @Nullable TimeUnit unit,
            boolean withBuckets,
            SamplingTarget target) {
        boolean selected = target.selects(names.name() + BUCKET) && target.selects(names.labels(BUCKET), BOUND);
        if (selected && !withBuckets && target.names(names.labels(BUCKET), BOUND)) {
            target.missingBuckets().unsupported(names.name() + BUCKET);
        }
        boolean buckets = selected && withBuckets;
        boolean quantiles = target.selects(names.name()) && target.selects(names.labels(""), QUANTILE);
        return buckets || quantiles ? new HistogramReading(meter, names, unit, buckets, quantiles) : null;
    }

    @Override
    public void read(SamplingTarget target) {
        if (!anySelected) {
            return;
        }
        try {
            HistogramSnapshot snapshot = meter.takeSnapshot();
            if (snapshot.histogramCounts().length > 0) {
                readBuckets(snapshot, target);
            } else {
                hintAtBuckets(target);
                readQuantiles(snapshot.percentileValues(), target);
            }
        } catch (Throwable ex) {
            for (SampledSeries one : series) {
                if (one != null) {
                    one.skip(target);
                }
            }
            if (bucketsSelected) {
                target.unreadable(names.labels(BUCKET), BOUND, ex);
            }
            if (quantilesSelected) {
                target.unreadable(names.labels(""), QUANTILE, ex);
            }
        }
    }

    private void readBuckets(HistogramSnapshot snapshot, SamplingTarget target) {
        CountAtBucket[] buckets = snapshot.histogramCounts();
        CountAtBucket last = buckets[buckets.length - 1];
        boolean open = Double.isFinite(last.bucket());
        fit(open ? buckets.length + 1 : buckets.length, target);
        for (int i = 0; i < buckets.length; i++) {
            write(i, bound(buckets[i]), BUCKET, BOUND, buckets[i].count(), target);
        }
        if (open) {
            double count = Math.max((double) snapshot.count(), last.count());
            write(buckets.length, Double.POSITIVE_INFINITY, BUCKET, BOUND, count, target);
        }
        anySelected = anySelected();
    }

    private void readQuantiles(ValueAtPercentile[] percentiles, SamplingTarget target) {
        fit(percentiles.length, target);
        for (int i = 0; i < percentiles.length; i++) {
            double value = unit == null ? percentiles[i].value() : percentiles[i].value(unit);
            write(i, percentiles[i].percentile(), "", QUANTILE, value, target);
        }
        anySelected = anySelected();
    }

    /** A timer of long tasks may have buckets when tasks run. */
    private void hintAtBuckets(SamplingTarget target) {
        if (bucketsSelected && !hinted && !isOfLongTasks()) {
            hinted = true;
            if (target.names(names.labels(BUCKET), BOUND)) {
                target.missingBuckets().unpublished(meter, names.name() + BUCKET);
            }
        }
    }

    private double bound(CountAtBucket bucket) {
        return unit == null ? bucket.bucket() : bucket.bucket(unit);
    }

    /** What it has never changes with most meters. */
    private void fit(int count, SamplingTarget target) {
        if (bounds.length != count) {
            release(target);
            bounds = new double[count];
            Arrays.fill(bounds, Double.NaN);
            series = new SampledSeries[count];
        }
    }

    private void write(int index, double bound, String suffix, String label, double value, SamplingTarget target) {
        if (bounds[index] != bound) {
            bind(index, bound, suffix, label, target);
        }
        SampledSeries selected = series[index];
        if (selected != null && selected.hasRow(target)) {
            selected.write(target, value);
        }
    }

    private void bind(int index, double bound, String suffix, String label, SamplingTarget target) {
        SampledSeries former = series[index];
        if (former != null) {
            former.release(target);
        }
        String text = bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
        Labels labels = names.labels(suffix, label, text);
        SampledSeries candidate =
                suffix.equals(BUCKET) && !isOfLongTasks() ? SampledSeries.counter(labels) : SampledSeries.gauge(labels);
        boolean wanted = suffix.isEmpty() ? quantilesSelected : bucketsSelected;
        series[index] = wanted && target.selects(candidate.labels(), null) ? candidate : null;
        bounds[index] = bound;
    }

    private boolean anySelected() {
        if (isOfLongTasks()) {
            // May have more when tasks run.
            return true;
        }
        for (SampledSeries one : series) {
            if (one != null) {
                return true;
            }
        }
        return false;
    }

    /** What it counts may become less, as tasks end. */
    private boolean isOfLongTasks() {
        return meter instanceof LongTaskTimer;
    }

    @Override
    public void release(SamplingTarget target) {
        for (SampledSeries one : series) {
            if (one != null) {
                one.release(target);
            }
        }
    }
}
