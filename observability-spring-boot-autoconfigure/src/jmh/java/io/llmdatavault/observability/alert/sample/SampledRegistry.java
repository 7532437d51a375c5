package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * A registry of so many series, and rules that select them all: 40 % counters, 20 % gauges, the rest timers with a
 * histogram of 20 buckets.
 */
final class SampledRegistry {

    static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Buckets, count, sum and maximum. */
    private static final int SERIES_PER_TIMER = 24;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final SampleStore store;

    private final MeterSampler sampler;

    private long now = 1_700_000_000_000L;

    SampledRegistry(int series) {
        for (int i = 0; i < series * 4 / 10; i++) {
            registry.counter("orders", "uri", "/path/" + i % 100, "customer", "customer " + i / 100)
                    .increment(i);
        }
        for (int i = 0; i < series * 2 / 10; i++) {
            int size = i;
            registry.gauge("queue.size", Tags.of("queue", "queue " + i), this, self -> size);
        }
        Duration[] bounds = new Duration[SERIES_PER_TIMER - 4];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Duration.ofMillis((i + 1) * (i + 1) * 5L);
        }
        for (int i = 0; i < series * 4 / 10 / SERIES_PER_TIMER; i++) {
            Timer.builder("requests")
                    .tags("uri", "/path/" + i % 100, "status", "20" + i / 100)
                    .serviceLevelObjectives(bounds)
                    .register(registry)
                    .record(Duration.ofMillis(i));
        }
        List<SelectorReach> selected = new ArrayList<>();
        for (String metric : List.of(
                "orders_total",
                "queue_size",
                "requests_seconds_bucket",
                "requests_seconds_count",
                "requests_seconds_sum",
                "requests_seconds_max")) {
            selected.add(new SelectorReach(
                    List.of(new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.EQUAL, metric)), 3_600_000));
        }
        store = new SampleStore(selected, Duration.ofHours(1), 2 * series, Long.MAX_VALUE);
        List<MeterRegistry> registries = List.of(registry);
        Labels identity = Labels.of(Map.of("job", "shop", "instance", "localhost:8080"));
        sampler = new MeterSampler(() -> registries, store, INTERVAL, () -> identity);
    }

    SampleStore store() {
        return store;
    }

    boolean sample() {
        now += INTERVAL.toMillis();
        return sampler.sample(now);
    }

    long now() {
        return now;
    }
}
