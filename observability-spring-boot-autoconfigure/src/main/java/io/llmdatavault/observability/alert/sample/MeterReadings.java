package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.llmdatavault.observability.alert.promql.Labels;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.config.NamingConvention;
import org.jspecify.annotations.Nullable;

/** Finds which series of a meter some rule selects, and how each is read. */
final class MeterReadings {

    private static final List<String> SUFFIXES =
            List.of("", "_total", "_count", "_sum", "_max", "_bucket", "_gcount", "_gsum");

    /** Only there are buckets counted from the start on, as Prometheus has them. */
    private final boolean isPrometheus;

    private final NamingConvention naming;

    private final Labels identity;

    private final SamplingTarget target;

    MeterReadings(MeterRegistry registry, Labels identity, SamplingTarget target) {
        this.isPrometheus = RegistryChoice.isPrometheus(registry);
        this.naming = isPrometheus ? registry.config().namingConvention() : new PrometheusNames();
        this.identity = identity;
        this.target = target;
    }

    /** What is to be read of a meter at each sampling; empty if nobody selects it. */
    Reading[] of(Meter meter) {
        if (!isPrometheus && meter.getId().syntheticAssociation() != null) {
            // A percentile or a bucket of another meter, which Prometheus shows as a series of that one.
            return new Reading[0];
        }
        Series series = new Series(new MeterNames(id(meter), naming, identity));
        meter.use(
                gauge -> series.gauge(meter, gauge::value),
                counter -> series.count("_total", counter::count),
                timer -> {
                    series.count("_count", timer::count);
                    series.count("_sum", () -> timer.totalTime(TimeUnit.SECONDS));
                    series.add("_max", () -> timer.max(TimeUnit.SECONDS));
                    series.add(HistogramReading.of(timer, series.names, TimeUnit.SECONDS, isPrometheus, target));
                },
                summary -> {
                    series.count("_count", summary::count);
                    series.count("_sum", summary::totalAmount);
                    series.add("_max", summary::max);
                    series.add(HistogramReading.of(summary, series.names, null, isPrometheus, target));
                },
                series::longTasks,
                gauge -> series.gauge(meter, () -> gauge.value(TimeUnit.SECONDS)),
                counter -> series.count("_total", counter::count),
                timer -> {
                    // A scrape shows whole numbers only.
                    series.count("_count", () -> (double) (long) timer.count());
                    series.count("_sum", () -> timer.totalTime(TimeUnit.SECONDS));
                },
                other -> series.add(MeasurementReading.of(other, series.names, target)));
        return series.readings.toArray(new Reading[0]);
    }

    /** Makes the rules fail that select a meter of which not even the series could be found. */
    void unreadable(Meter meter, Throwable cause) {
        MeterNames names = new MeterNames(id(meter), naming, identity);
        for (String suffix : SUFFIXES) {
            if (target.selects(names.name() + suffix)) {
                target.unreadable(names.labels(suffix), null, cause);
            }
        }
    }

    private Meter.Id id(Meter meter) {
        // It is read in seconds, whatever the registry counts in.
        return !isPrometheus && meter instanceof TimeGauge ? meter.getId().withBaseUnit("seconds") : meter.getId();
    }

    /** The series of one meter. */
    private final class Series {

        private final MeterNames names;

        private final List<Reading> readings = new ArrayList<>();

        Series(MeterNames names) {
            this.names = names;
        }

        void gauge(Meter meter, DoubleSupplier value) {
            if (meter.getId().getName().endsWith(".info")) {
                add("_info", () -> 1);
            } else {
                add("", value);
            }
        }

        void longTasks(LongTaskTimer timer) {
            boolean counted =
                    isSelected("_count") || isSelected("_sum") || isSelected("_gcount") || isSelected("_gsum");
            if (counted) {
                // What is counted here may become less, so that a scrape calls it otherwise beside buckets.
                String kind = timer.takeSnapshot().histogramCounts().length > 0 ? "_g" : "_";
                add(kind + "count", timer::activeTasks);
                add(kind + "sum", () -> timer.duration(TimeUnit.SECONDS));
            }
            add("_max", () -> timer.max(TimeUnit.SECONDS));
            add(HistogramReading.of(timer, names, TimeUnit.SECONDS, isPrometheus, target));
        }

        void add(String suffix, DoubleSupplier value) {
            if (isSelected(suffix)) {
                readings.add(new ValueReading(SampledSeries.gauge(names.labels(suffix)), value));
            }
        }

        void count(String suffix, DoubleSupplier value) {
            if (isSelected(suffix)) {
                readings.add(new ValueReading(SampledSeries.counter(names.labels(suffix)), value));
            }
        }

        private boolean isSelected(String suffix) {
            return target.selects(names.name() + suffix) && target.selects(names.labels(suffix), null);
        }

        void add(@Nullable Reading reading) {
            if (reading != null) {
                readings.add(reading);
            }
        }
    }
}
