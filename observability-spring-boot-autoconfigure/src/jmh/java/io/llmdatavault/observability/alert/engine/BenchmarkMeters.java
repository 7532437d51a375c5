package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The meters that {@link BenchmarkRules} read, twenty series for each rule: counters, gauges, or two histograms of ten
 * buckets, as its kind needs. Their values change with each {@link #advance}.
 */
final class BenchmarkMeters {

    /** Series that each rule reads. */
    static final int SERIES_PER_RULE = 20;

    private static final List<String> CODES = List.of("200", "302", "404", "500");

    /** The tenth bucket is that of all. */
    private static final int BOUNDS = 9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final List<Counter> counters = new ArrayList<>();

    private final List<Timer> timers = new ArrayList<>();

    private volatile int ticks;

    BenchmarkMeters(int rules) {
        for (int rule = 0; rule < rules; rule++) {
            String service = BenchmarkRules.service(rule);
            switch (rule % BenchmarkRules.KINDS) {
                case 2, 5 -> addTimers(service);
                case 3, 6, 8 -> addGauges(service);
                default -> addCounters(service);
            }
        }
        advance();
    }

    private void addCounters(String service) {
        for (int i = 0; i < SERIES_PER_RULE; i++) {
            String code = CODES.get(i % CODES.size());
            counters.add(registry.counter(
                    "bench.requests", "service", service, "path", "/path/" + i / CODES.size(), "code", code));
        }
    }

    private void addGauges(String service) {
        for (int i = 0; i < SERIES_PER_RULE; i++) {
            int number = i;
            registry.gauge(
                    "bench.depth",
                    Tags.of("service", service, "queue", "queue-" + i),
                    this,
                    self -> (self.ticks * 13 + number * 7) % 101);
        }
    }

    private void addTimers(String service) {
        Duration[] bounds = new Duration[BOUNDS];
        for (int i = 0; i < BOUNDS; i++) {
            bounds[i] = Duration.ofMillis(5L << i);
        }
        for (int i = 0; i < SERIES_PER_RULE / (BOUNDS + 1); i++) {
            timers.add(Timer.builder("bench.duration")
                    .tags("service", service, "path", "/path/" + i)
                    .serviceLevelObjectives(bounds)
                    .register(registry));
        }
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Lets something happen. */
    void advance() {
        int tick = ticks + 1;
        for (int i = 0; i < counters.size(); i++) {
            counters.get(i).increment(1 + (i * 7 + tick * 13) % 17);
        }
        for (int i = 0; i < timers.size(); i++) {
            timers.get(i).record(Duration.ofMillis(1 + (i * 37L + tick * 101L) % 2000));
        }
        ticks = tick;
    }
}
