package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rule files that were written for Prometheus, over a registry whose meters have the names that they ask for: unchanged,
 * each of their alerts fires while the service is ill, and is resolved when it is well again: at the time, with the labels
 * and with the texts that Prometheus would give it.
 */
class WrittenRulesTests {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final Map<String, Double> gauges = new HashMap<>();

    /** What each alert said first when it fired, by its labels. */
    private final Map<Map<String, String>, Map<String, String>> fired = new HashMap<>();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void thoseOfAStorageServiceFireAndAreResolved() throws IOException {
        try (RuleFileEngine engine = engine("storage-service-rules.yml", "dits-server")) {
            run(engine, Duration.ofHours(6), () -> storageService(engine.now(), true));
            assertThat(engine.history()).isEmpty();
            run(engine, Duration.ofHours(2), () -> storageService(engine.now(), false));
            run(engine, Duration.ofMinutes(30), () -> storageService(engine.now(), true));
            assertThat(courses(engine)).isEqualTo("""
                    {alertname=ServiceDown, instance=host:8080, job=dits-server, severity=critical}
                      pending 6h  firing 6h1m  resolved 8h
                      {description=Instance host:8080 is not responding, summary=Dits server is down}
                    {alertname=DatabaseConnectionsExhausted, instance=host:8080, job=dits-server, severity=critical}
                      pending 6h  firing 6h5m  resolved 8h
                      {description=95% of connections in use, summary=Database connections nearly exhausted}
                    {alertname=HighLatency, instance=host:8080, job=dits-server, severity=warning}
                      pending 6h  firing 6h10m  resolved 8h4m45s
                      {description=P99 latency is 9.95s, summary=High API latency}
                    {alertname=LowDiskSpace, instance=host:8080, job=dits-server, mountpoint=/data, severity=warning}
                      pending 6h  firing 6h15m  resolved 8h
                      {description=Only 5% free, summary=Low disk space on storage volume}
                    {alertname=HighMemoryUsage, instance=host:8080, job=dits-server, severity=warning}
                      pending 6h  firing 6h10m  resolved 8h
                      {description=Memory usage is 95%, summary=High memory usage}
                    {alertname=GCNotRunning, instance=host:8080, job=dits-server, severity=warning}
                      pending 6h  firing 7h  resolved 8h
                      {description=Last GC run was 1d 1h 0m 0s ago, summary=GC hasn't run in 24 hours}
                    {alertname=UnusualTrafficSpike, instance=host:8080, job=dits-server, severity=info, status=200}
                      pending 6h  firing 6h15m  resolved 8h2m15s
                      {description=Traffic is 2x normal levels, summary=Unusual traffic spike detected}
                    {alertname=LargeUpload, instance=host:8080, job=dits-server, severity=info}
                      firing 6h  resolved 8h
                      {description=Upload of 186.3Gi detected, summary=Large upload in progress}
                    {alertname=HighErrorRate, instance=host:8080, job=dits-server, severity=critical, status=500}
                      pending 6h15s  firing 6h5m15s  resolved 8h4m45s
                      {description=Error rate is 100% (threshold: 5%), summary=High error rate detected}
                    {alertname=HighLockContention, instance=host:8080, job=dits-server, severity=warning}
                      pending 6h2m15s  firing 6h17m15s  resolved 8h2m30s
                      {description=20 contentions per second, summary=High lock contention}
                    """);
        }
    }

    @Test
    void whatIsJustWithinItsThresholdIsWell() throws IOException {
        try (RuleFileEngine engine = engine("storage-service-rules.yml", "dits-server")) {
            run(
                    engine,
                    Duration.ofHours(2),
                    () -> gauges(1, 90, 100, engine.now().getEpochSecond() - 86_400, 100e9));
            assertThat(engine.history()).isEmpty();
            run(
                    engine,
                    Duration.ofHours(2),
                    () -> gauges(1, 91, 99, engine.now().getEpochSecond() - 86_401, 101e9));
            assertThat(fired.keySet())
                    .extracting(labels -> labels.get("alertname"))
                    .containsExactlyInAnyOrder(
                            "DatabaseConnectionsExhausted",
                            "LowDiskSpace",
                            "HighMemoryUsage",
                            "GCNotRunning",
                            "LargeUpload");
        }
    }

    private void storageService(Instant now, boolean well) {
        requests("dits.http.requests", well, well ? 10 : 1000);
        time("dits.http.request.duration", well ? 1 : 9);
        registry.counter("dits.lock.contentions").increment(well ? 10 : 300);
        gauges(
                well ? 1 : 0,
                well ? 10 : 95,
                well ? 500 : 50,
                now.getEpochSecond() - (well ? 60 : 90_000),
                well ? 1e6 : 200e9);
    }

    private void gauges(double up, double connections, double free, double lastRun, double upload) {
        gauge("up", up);
        gauge("dits.db.connections.active", connections);
        gauge("dits.db.connections.max", 100);
        gauge("node.filesystem.avail.bytes", free, "mountpoint", "/data");
        gauge("node.filesystem.size.bytes", 1000, "mountpoint", "/data");
        gauge("node.memory.MemTotal.bytes", 1000);
        gauge("node.memory.MemAvailable.bytes", free);
        gauge("dits.gc.last.run.timestamp", lastRun);
        gauge("dits.upload.size.bytes", upload);
    }

    @Test
    void thoseOfAnAssistantFireAndAreResolved() throws IOException {
        try (RuleFileEngine engine = engine("assistant-rules.yml", "personal-ai-assistant")) {
            run(engine, Duration.ofHours(1), () -> assistant(true));
            assertThat(engine.history()).isEmpty();
            run(engine, Duration.ofMinutes(30), () -> assistant(false));
            run(engine, Duration.ofMinutes(30), () -> assistant(true));
            assertThat(courses(engine)).isEqualTo("""
                    {alertname=HighMemoryUsage, instance=host:8080, job=personal-ai-assistant, severity=critical}
                      pending 1h  firing 1h5m  resolved 1h30m
                      {description=Memory usage is 95%, summary=High memory usage}
                    {alertname=DatabaseConnectionFailure, instance=host:8080, job=personal-ai-assistant, severity=critical}
                      pending 1h  firing 1h1m  resolved 1h30m
                      {description=Cannot connect to database, summary=Database connection failure}
                    {alertname=HighErrorRate, severity=critical}
                      pending 1h15s  firing 1h2m15s  resolved 1h34m30s
                      {description=Error rate is 33.33% over the last 5 minutes, summary=High error rate detected}
                    {alertname=HighResponseTime, instance=host:8080, job=personal-ai-assistant, severity=warning}
                      pending 1h15s  firing 1h3m15s  resolved 1h34m30s
                      {description=95th percentile response time is 9.642857142857142s, summary=High response time detected}
                    {alertname=VoiceProcessingSlowdown, instance=host:8080, job=personal-ai-assistant, severity=warning}
                      pending 1h1m  firing 1h6m  resolved 1h38m45s
                      {description=90th percentile voice processing time is 9.2s, summary=Voice processing is slow}
                    """);
        }
    }

    private void assistant(boolean well) {
        requests("http.requests", well, 10);
        time("http.request.duration", well ? 0.1 : 9);
        time("voice.processing.duration", well ? 1 : 9);
        gauge("memory.usage.bytes", well ? 50 : 95);
        gauge("memory.limit.bytes", 100);
        gauge("up", well ? 1 : 0);
    }

    private void requests(String name, boolean well, int count) {
        registry.counter(name, "status", "200").increment(count);
        if (!well) {
            registry.counter(name, "status", "500").increment(count);
        }
    }

    private void time(String name, double seconds) {
        Timer.builder(name)
                .serviceLevelObjectives(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10))
                .register(registry)
                .record(Duration.ofMillis((long) (seconds * 1000)));
    }

    private void gauge(String name, double value, String... tags) {
        if (gauges.put(name, value) == null) {
            Gauge.builder(name, gauges, values -> values.get(name)).tags(tags).register(registry);
        }
    }

    private RuleFileEngine engine(String resource, String job) throws IOException {
        try (InputStream in = RuleFile.class.getResourceAsStream(resource)) {
            RuleFile file = RuleFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
            Labels identity = Labels.of(Map.of("job", job, "instance", "host:8080"));
            return new RuleFileEngine(
                    RuleFileEngine.groups(file),
                    INTERVAL,
                    START,
                    identity,
                    store -> new MeterSampler(() -> List.of(registry), store, INTERVAL, () -> identity)::sample);
        }
    }

    /** Of each alert its labels, when it got which state, and what it said first when it fired. */
    private String courses(RuleFileEngine engine) {
        Map<Map<String, String>, StringBuilder> states = new LinkedHashMap<>();
        for (AlertTransition change : engine.history()) {
            String at = PrometheusDuration.print(
                    Duration.between(START, change.at()).toMillis());
            states.computeIfAbsent(change.labels(), key -> new StringBuilder())
                    .append("  ")
                    .append(change.to().label())
                    .append(' ')
                    .append(at);
        }
        StringBuilder courses = new StringBuilder();
        states.forEach((labels, text) -> courses.append(labels)
                .append('\n')
                .append(text)
                .append("\n  ")
                .append(fired.get(labels))
                .append('\n'));
        return courses.toString();
    }

    private void run(RuleFileEngine engine, Duration duration, Runnable service) {
        Instant end = engine.now().plus(duration);
        while (engine.now().isBefore(end)) {
            service.run();
            engine.evaluate();
            for (RuleStatus rule : engine.rules()) {
                assertThat(rule.error()).as(rule.name()).isNull();
                rule.active().stream()
                        .filter(alert -> alert.state() == AlertState.FIRING)
                        .forEach(alert -> fired.putIfAbsent(alert.labels(), alert.annotations()));
            }
            engine.advance();
        }
    }
}
