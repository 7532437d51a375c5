package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MeterReaderTests {

    private final AtomicLong state = new AtomicLong(3);

    @Test
    void readsEveryMeterUnderTheNamesOfTheScrape() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        fill(registry);
        Map<String, Double> scraped = scrape(registry.scrape());
        Map<String, Double> read = read(registry, names(scraped));
        assertThat(read).isEqualTo(scraped).hasSizeGreaterThan(25);
    }

    @Test
    void readsTheSameNamesWithoutPrometheus() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        fill(prometheus);
        Map<String, Double> scraped = scrape(prometheus.scrape());
        SimpleMeterRegistry simple = new SimpleMeterRegistry();
        fill(simple);
        scraped.keySet().removeIf(series -> series.contains("_bucket{"));
        assertThat(read(simple, names(scraped)).keySet()).isEqualTo(scraped.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "orders.created, COUNTER,",
        "http.errors.total, COUNTER,",
        "bytes.sent, COUNTER, bytes",
        "2xx.count, COUNTER,",
        "my-Counter.camelCase, COUNTER,",
        "jvm.memory.used, GAUGE, bytes",
        "cpu.usage, GAUGE, %",
        "app.info, GAUGE,",
        "request.seconds, TIMER,",
        "request, TIMER,",
        "task.active, LONG_TASK_TIMER,",
        "record.bytes, DISTRIBUTION_SUMMARY, bytes",
        "a.bucket.total, GAUGE,"
    })
    void namesWithoutPrometheusAreThoseOfMicrometer(String name, Meter.Type type, String unit) {
        assertThat(new PrometheusNames().name(name, type, unit))
                .isEqualTo(new PrometheusNamingConvention().name(name, type, unit));
        assertThat(new PrometheusNames().tagKey(name)).isEqualTo(new PrometheusNamingConvention().tagKey(name));
    }

    @Test
    void choosesARealRegistryAndPrometheusFirst() {
        SimpleMeterRegistry simple = new SimpleMeterRegistry();
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        assertThat(RegistryChoice.among(List.of(composite))).isEmpty();
        composite.add(simple);
        assertThat(RegistryChoice.among(List.of(composite))).containsSame(simple);
        composite.add(prometheus);
        assertThat(RegistryChoice.among(List.of(composite))).containsSame(prometheus);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void leavesARegistryAloneThatCountsPerStep(int kind) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry(
                new SimpleConfig() {

                    @Override
                    public String get(String key) {
                        return null;
                    }

                    @Override
                    public CountingMode mode() {
                        return CountingMode.STEP;
                    }
                },
                Clock.SYSTEM);
        assertThat(RegistryChoice.among(List.of(registry))).isPresent();
        switch (kind) {
            case 0 -> registry.counter("a");
            case 1 -> registry.timer("a");
            case 2 -> registry.summary("a");
            case 3 -> FunctionCounter.builder("a", state, AtomicLong::get).register(registry);
            default ->
                FunctionTimer.builder("a", state, AtomicLong::get, AtomicLong::get, TimeUnit.MINUTES)
                        .register(registry);
        }
        assertThat(RegistryChoice.among(List.of(registry))).isEmpty();
    }

    private void fill(MeterRegistry registry) {
        Counter.builder("orders")
                .baseUnit("bytes")
                .tag("my.Tag-key", "a")
                .register(registry)
                .increment(2);
        FunctionCounter.builder("calls", state, AtomicLong::get).register(registry);
        Gauge.builder("pool.size", state, AtomicLong::get).tag("pool", "x").register(registry);
        TimeGauge.builder("uptime", state, TimeUnit.MINUTES, AtomicLong::get).register(registry);
        Timer.builder("plain.time").register(registry).record(Duration.ofMillis(1500));
        Timer.builder("slo.time")
                .serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(registry)
                .record(Duration.ofMillis(300));
        FunctionTimer.builder("past.time", state, AtomicLong::get, AtomicLong::get, TimeUnit.MINUTES)
                .register(registry);
        DistributionSummary.builder("size").baseUnit("bytes").register(registry).record(70);
        DistributionSummary.builder("slo.size")
                .serviceLevelObjectives(10, 100)
                .register(registry)
                .record(70);
        LongTaskTimer.builder("task").register(registry);
    }

    private static Map<String, Double> read(MeterRegistry registry, Set<String> names) {
        SeriesStore store = new SeriesStore(
                names.stream()
                        .map(name -> new SeriesStore.Selector(name, Map.of(), 0))
                        .toList(),
                1000,
                Duration.ofSeconds(15));
        new MeterReader(registry).sample(new Tick(Instant.EPOCH, 0), store);
        Map<String, Double> read = new TreeMap<>();
        names.forEach(name -> store.select(new SeriesStore.Selector(name, Map.of(), 0))
                .forEach(series -> read.put(name + labels(series), series.last())));
        return read;
    }

    private static String labels(Series series) {
        return series.labels().isEmpty()
                ? ""
                : series.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, Double> scrape(String text) {
        return new TreeMap<>(Arrays.stream(text.split("\n"))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" (?=[^ ]+$)"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Double.valueOf(parts[1]))));
    }

    private static Set<String> names(Map<String, Double> scraped) {
        return scraped.keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
