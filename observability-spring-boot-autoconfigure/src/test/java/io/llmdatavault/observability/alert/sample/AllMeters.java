package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/** A meter of every type and unit, with names and tags that have to be changed. */
final class AllMeters {

    private final AtomicLong state = new AtomicLong(3);

    private final MeterRegistry registry;

    AllMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void register() {
        counters();
        gauges();
        timers();
        summaries();
        longTaskTimers();
        for (Meter.Type type : Meter.Type.values()) {
            others(type);
        }
    }

    private void counters() {
        Counter.builder("orders.created").register(registry).increment(2);
        Counter.builder("http.errors.total").register(registry).increment();
        Counter.builder("bytes.sent").baseUnit("bytes").register(registry).increment(2.5);
        Counter.builder("2xx.count").register(registry).increment();
        Counter.builder("my-Counter.camelCase")
                .tag("my.Tag-key", "a \"quoted\" \\ back\nline")
                .tag("2nd", "")
                .register(registry)
                .increment(1e21);
        for (String path : List.of("/a", "/b", "/\u00e4")) {
            Counter.builder("calls.by.path").tag("uri", path).register(registry).increment(path.length());
        }
        FunctionCounter.builder("calls", state, AtomicLong::get).register(registry);
    }

    private void gauges() {
        // Held by the registry: what is collected between a scrape and a sampling has no value.
        Gauge.builder("pool.size", state, AtomicLong::get)
                .strongReference(true)
                .tag("pool", "x")
                .register(registry);
        Gauge.builder("cpu.usage", () -> 0.25).baseUnit("%").register(registry);
        Gauge.builder("unknown", () -> Double.NaN).register(registry);
        Gauge.builder("limit", () -> Double.POSITIVE_INFINITY).register(registry);
        Gauge.builder("app.info", () -> 7).tag("version", "1").register(registry);
        TimeGauge.builder("uptime", state, TimeUnit.MINUTES, AtomicLong::get)
                .strongReference(true)
                .register(registry);
        Gauge.builder("a.bucket.total", state, AtomicLong::get)
                .strongReference(true)
                .register(registry);
    }

    private void timers() {
        Timer.builder("plain.time").register(registry).record(Duration.ofMillis(1500));
        Timer.builder("request.seconds").register(registry).record(Duration.ofMillis(15));
        record(Timer.builder("slo.time")
                .serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(1))
                .publishPercentiles(0.5)
                .register(registry));
        record(Timer.builder("histogram.time").publishPercentileHistogram().register(registry));
        record(Timer.builder("percentile.time").publishPercentiles(0.5, 0.999).register(registry));
        FunctionTimer.builder("past.time", state, AtomicLong::get, AtomicLong::get, TimeUnit.MINUTES)
                .register(registry);
    }

    private static void record(Timer timer) {
        for (int i = 1; i <= 100; i++) {
            timer.record(Duration.ofMillis(i * i));
        }
    }

    private void summaries() {
        DistributionSummary.builder("size").baseUnit("bytes").register(registry).record(70);
        DistributionSummary.builder("slo.size")
                .serviceLevelObjectives(1e-5, 10, 1e9)
                .register(registry)
                .record(70);
        DistributionSummary.builder("histogram.size")
                .baseUnit("bytes")
                .publishPercentileHistogram()
                .maximumExpectedValue(5000.0)
                .register(registry)
                .record(70);
        DistributionSummary.builder("percentile.size")
                .publishPercentiles(0.9)
                .register(registry)
                .record(70);
    }

    private void longTaskTimers() {
        LongTaskTimer.builder("task.idle").register(registry);
        LongTaskTimer.builder("task").register(registry).start();
        LongTaskTimer.builder("task.slo")
                .serviceLevelObjectives(Duration.ofMinutes(1), Duration.ofMinutes(10))
                .register(registry)
                .start();
        LongTaskTimer.builder("task.percentile")
                .publishPercentiles(0.5)
                .register(registry)
                .start();
    }

    private void others(Meter.Type type) {
        List<Measurement> measurements = Arrays.stream(Statistic.values())
                .map(statistic -> new Measurement(() -> 1.5 + statistic.ordinal(), statistic))
                .toList();
        Meter.builder("other." + type, type, measurements)
                .baseUnit("bytes")
                .tag("kind", "x")
                .register(registry);
    }
}
