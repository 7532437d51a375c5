package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one recorded request costs: with kept meters, with a look-up in the registry each time, and folded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VaultMetricsBenchmark {

    private static final Duration DURATION = Duration.ofMillis(3);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final SeriesLimit limit = new SeriesLimit(100);

    private final VaultMetrics metrics = new DefaultVaultMetrics(registry, limit);

    private final Duration[] buckets = MetricFamily.REQUEST_DURATION.buckets().stream()
            .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
            .toArray(Duration[]::new);

    @Setup
    public void fill() {
        registry.config().meterFilter(limit);
        limit.bindTo(registry);
        for (int i = 0; i < 100; i++) {
            metrics.recordRequest("GET", "/records/" + i, 200, DURATION);
        }
    }

    @Benchmark
    public void recordRequest() {
        metrics.recordRequest("GET", "/records/7", 200, DURATION);
    }

    @Benchmark
    public void recordFoldedRequest() {
        metrics.recordRequest("GET", "/too/many", 200, DURATION);
    }

    @Benchmark
    public void lookUpEachTime() {
        Counter.builder("plain.requests")
                .tags("method", "GET", "path", "/records/7", "status", "200")
                .register(registry)
                .increment();
        Timer.builder("plain.request.duration")
                .serviceLevelObjectives(buckets)
                .tags("method", "GET", "path", "/records/7")
                .register(registry)
                .record(DURATION);
    }
}
