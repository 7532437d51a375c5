package io.llmdatavault.observability.alert.engine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the meters of one registry under the names that Prometheus shows. */
final class MeterReader {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce unnamed =
            new WarnOnce(logger, "A meter has no name in Prometheus and is left out of alerts");

    private final MeterRegistry registry;

    private final NamingConvention naming;

    /** Only there are buckets counted from the start on, as Prometheus has them. */
    private final boolean withBuckets;

    /** By identity: equal ids of a meter and of its successor may have different names. */
    private final IdentityHashMap<Meter.Id, String> names = new IdentityHashMap<>();

    MeterReader(MeterRegistry registry) {
        this.registry = registry;
        this.withBuckets = RegistryChoice.isPrometheus(registry);
        this.naming = withBuckets ? registry.config().namingConvention() : new PrometheusNames();
    }

    void sample(Tick now, SeriesStore store) {
        store.startOfSampling();
        List<Meter> meters = registry.getMeters();
        if (names.size() > 2 * meters.size()) {
            // Most of them are of meters that are gone.
            names.clear();
        }
        for (Meter meter : meters) {
            try {
                new Target(now, store, meter).read(meter);
            } catch (Throwable ex) {
                unnamed.warn(ex);
            }
        }
        store.endOfSampling(now);
    }

    private final class Target {

        private final Tick now;

        private final SeriesStore store;

        private final Meter.Id id;

        private final String name;

        private @Nullable Map<String, String> labels;

        Target(Tick now, SeriesStore store, Meter meter) {
            this.now = now;
            this.store = store;
            this.id = meter.getId();
            this.name = names.computeIfAbsent(id, key -> key.getConventionName(naming));
        }

        void read(Meter meter) {
            meter.use(
                    gauge -> put("", gauge::value, false),
                    counter -> put("_total", counter::count, true),
                    timer -> {
                        put("_count", timer::count, true);
                        put("_sum", () -> timer.totalTime(TimeUnit.SECONDS), true);
                        put("_max", () -> timer.max(TimeUnit.SECONDS), false);
                        buckets(timer::takeSnapshot, true);
                    },
                    summary -> {
                        put("_count", summary::count, true);
                        put("_sum", summary::totalAmount, true);
                        put("_max", summary::max, false);
                        buckets(summary::takeSnapshot, false);
                    },
                    timer -> {
                        put("_count", timer::activeTasks, false);
                        put("_sum", () -> timer.duration(TimeUnit.SECONDS), false);
                        put("_max", () -> timer.max(TimeUnit.SECONDS), false);
                    },
                    gauge -> put("", () -> gauge.value(TimeUnit.SECONDS), false),
                    // What it counts may be older than the meter, so that it does not start at 0.
                    counter -> put("_total", counter::count, false),
                    timer -> {
                        put("_count", timer::count, false);
                        put("_sum", () -> timer.totalTime(TimeUnit.SECONDS), false);
                    },
                    other -> {});
        }

        private void put(String suffix, Value value, boolean counts) {
            if (store.selects(name + suffix)) {
                try {
                    Map<String, String> known = labels();
                    store.add(now, name + suffix, known, value.read(), counts);
                } catch (Throwable ex) {
                    // Only the rules that need it fail.
                    store.unreadable(name + suffix, labels, ex);
                }
            }
        }

        private void buckets(Snapshots snapshots, boolean seconds) {
            if (!withBuckets || !store.selects(name + "_bucket")) {
                return;
            }
            try {
                // The labels first: they are needed where the rest fails.
                Map<String, String> known = labels();
                buckets(snapshots.take(), known, seconds);
            } catch (Throwable ex) {
                store.unreadable(name + "_bucket", labels, ex);
            }
        }

        private void buckets(HistogramSnapshot snapshot, Map<String, String> known, boolean seconds) {
            CountAtBucket[] buckets = snapshot.histogramCounts();
            for (CountAtBucket bucket : buckets) {
                double bound = seconds ? bucket.bucket(TimeUnit.SECONDS) : bucket.bucket();
                if (bound != Double.POSITIVE_INFINITY) {
                    bucket(known, Double.toString(bound), bucket.count());
                }
            }
            if (buckets.length > 0) {
                bucket(known, "+Inf", (double) snapshot.count());
            }
        }

        private void bucket(Map<String, String> known, String bound, double count) {
            Map<String, String> bucketLabels = new TreeMap<>(known);
            bucketLabels.put("le", bound);
            store.add(now, name + "_bucket", Collections.unmodifiableMap(bucketLabels), count, true);
        }

        private Map<String, String> labels() {
            if (labels == null) {
                Map<String, String> sorted = new TreeMap<>();
                for (Tag tag : id.getConventionTags(naming)) {
                    sorted.put(tag.getKey(), tag.getValue());
                }
                labels = Collections.unmodifiableMap(sorted);
            }
            return labels;
        }
    }

    /** Reads only what is selected: some meters are dear to read. */
    @FunctionalInterface
    private interface Value {

        double read();
    }

    @FunctionalInterface
    private interface Snapshots {

        HistogramSnapshot take();
    }
}
