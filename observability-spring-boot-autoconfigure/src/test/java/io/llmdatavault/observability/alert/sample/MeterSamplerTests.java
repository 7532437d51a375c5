package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class MeterSamplerTests {

    private static final Labels IDENTITY = Labels.of(Map.of("job", "shop", "instance", "host:8080", "region", "eu"));

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final List<MeterRegistry> registries = new ArrayList<>(List.of(registry));

    private int maxSeries = 1000;

    private SampleStore store;

    private MeterSampler sampler;

    private long now;

    @BeforeEach
    void selectEverything() {
        select("{__name__=~'.+', __name__!='up'}");
    }

    private void select(String... expressions) {
        List<SelectorReach> selected = List.of(expressions).stream()
                .flatMap(expression -> engine.reach(PromQl.parse(expression)).stream())
                .toList();
        store = new SampleStore(selected, Duration.ofMinutes(1), maxSeries, 10_000_000);
        sampler = new MeterSampler(() -> registries, store, Duration.ofSeconds(15), () -> IDENTITY);
    }

    private void sample() {
        now += 15_000;
        assertThat(sampler.sample(now)).isTrue();
    }

    /** What an expression gives, by labels without the identity. */
    private Map<String, Double> query(String text) {
        Expression expression = PromQl.parse(text);
        Map<String, Double> result = new TreeMap<>();
        engine.vector(expression, now, store)
                .forEach((labels, value) -> result.put(
                        labels.with("job", "")
                                .with("instance", "")
                                .with("region", "")
                                .toString(),
                        value));
        return result;
    }

    @Test
    void everySeriesHasTheIdentity() {
        registry.gauge("a", List.of(), 1);
        Gauge.builder("b", () -> 2)
                .tags("job", "own", "instance", "mine", "region", "us", "exported.instance", "x")
                .register(registry);
        sample();
        List<Labels> labels = new ArrayList<>();
        store.series(engine.reach(PromQl.parse("{job='shop'}")).get(0).matchers(), 0, now)
                .forEach(series -> labels.add(series.labels()));
        assertThat(labels)
                .containsExactlyInAnyOrder(
                        IDENTITY.with(Labels.METRIC_NAME, "a"),
                        Labels.of(Map.of(
                                Labels.METRIC_NAME,
                                "b",
                                "job",
                                "shop",
                                "exported_job",
                                "own",
                                "instance",
                                "host:8080",
                                "exported_instance",
                                "x",
                                "exported_exported_instance",
                                "mine",
                                "region",
                                "us")));
    }

    @Test
    void writesUpAsAScrapeDoes() {
        select("up");
        sample();
        assertThat(query("up")).containsExactly(Map.entry("up", 1.0));
    }

    @Test
    void aMeterCalledUpIsTheOnlyOne() {
        select("up");
        Gauge.builder("up", () -> 0.5).tag("of", "x").register(registry);
        sample();
        assertThat(query("up")).containsExactly(Map.entry("up{of=\"x\"}", 0.5));
    }

    @Test
    void neverReadsWhatNobodySelects() {
        select("read{kind='a'}", "timer_seconds_count");
        AtomicInteger reads = new AtomicInteger();
        for (String kind : List.of("a", "b")) {
            Gauge.builder("read", reads::incrementAndGet).tag("kind", kind).register(registry);
        }
        Gauge.builder("unread", reads::incrementAndGet).register(registry);
        registry.timer("timer");
        sample();
        sample();
        assertThat(reads).hasValue(2);
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void aMeterThatCannotBeReadHarmsNoOther(CapturedOutput output) {
        FunctionCounter.builder("broken", this, self -> {
                    throw new AssertionError("no");
                })
                .tag("kind", "a")
                .register(registry);
        registry.counter("broken", "kind", "b").increment();
        registry.counter("fine").increment();
        sample();
        sample();
        assertThat(query("fine_total")).containsEntry("fine_total", 1.0);
        assertThat(query("broken_total{kind='b'}")).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> query("broken_total"))
                .withMessage("The metric broken_total cannot be read")
                .withCauseInstanceOf(AssertionError.class);
        assertThat(output).containsOnlyOnce("A meter cannot be read");
    }

    @Test
    void aMeterThatCannotEvenBeNamedHarmsNoOther(CapturedOutput output) {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registries.set(0, prometheus);
        prometheus.counter("fine").increment();
        prometheus.counter("broken").increment();
        prometheus.config().namingConvention(new PrometheusNamingConvention() {

            @Override
            public String name(String name, Meter.Type type, String unit) {
                if (name.equals("broken")) {
                    throw new IllegalStateException("no");
                }
                return super.name(name, type, unit);
            }
        });
        sample();
        sample();
        assertThat(query("fine_total")).containsEntry("fine_total", 1.0);
        assertThat(output).containsOnlyOnce("The series of a meter cannot be found");
    }

    @Test
    void aHistogramThatCannotBeReadFailsForItsBuckets() {
        AtomicBoolean broken = new AtomicBoolean();
        MockClock clock = new MockClock() {

            @Override
            public long wallTime() {
                if (broken.get()) {
                    throw new IllegalStateException("no");
                }
                return super.wallTime();
            }
        };
        PrometheusMeterRegistry clocked =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
        registries.set(0, clocked);
        Timer.builder("slow").publishPercentileHistogram().register(clocked).record(Duration.ofSeconds(1));
        clocked.counter("fine").increment();
        sample();
        assertThat(query("slow_seconds_bucket{le='+Inf'}")).hasSize(1);
        broken.set(true);
        sample();
        assertThat(query("fine_total")).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> query("slow_seconds_bucket{le='+Inf'}"))
                .withMessage("The metric slow_seconds_bucket cannot be read");
        broken.set(false);
        sample();
        assertThat(query("slow_seconds_bucket{le='+Inf'}")).hasSize(1);
        assertThat(query("slow_seconds_bucket{le='+Inf'} offset 15s")).hasSize(1);
    }

    @Test
    void whatCouldNotBeReadHasNotEnded() {
        boolean[] broken = {false};
        FunctionCounter.builder("counted", broken, MeterSamplerTests::value).register(registry);
        Measurement fine = new Measurement(() -> 1.0, Statistic.VALUE);
        Measurement breaking = new Measurement(() -> value(broken), Statistic.VALUE);
        Meter.builder("one", Meter.Type.OTHER, List.of(breaking)).register(registry);
        Meter.builder("all", Meter.Type.OTHER, () -> {
                    value(broken);
                    return List.of(fine).iterator();
                })
                .register(registry);
        sample();
        assertThat(query("{__name__=~'counted_total|one_value|all_value'}")).hasSize(3);
        broken[0] = true;
        sample();
        broken[0] = false;
        sample();
        assertThat(query("{__name__=~'counted_total|one_value|all_value'} offset 15s"))
                .hasSize(3);
        for (String name : List.of("counted_total", "one_value", "all_value")) {
            assertThat(query("count_over_time(" + name + "[1m])").values()).containsExactly(2.0);
        }
    }

    private static double value(boolean[] broken) {
        if (broken[0]) {
            throw new IllegalStateException("expected");
        }
        return 1;
    }

    @Test
    void thereIsRoomForUpWhateverElseThereIs() {
        maxSeries = 2;
        select("{__name__=~'.+'}");
        for (String name : List.of("a", "b", "c")) {
            registry.gauge(name, 1);
        }
        sample();
        assertThat(store.size()).isEqualTo(2);
        assertThat(query("up")).hasSize(1);
    }

    @Test
    void ofTwoWithEqualLabelsTheFirstCountsAlways() {
        Gauge first = Gauge.builder("same.name", () -> 1).register(registry);
        sample();
        Gauge.builder("same_name", () -> 2).register(registry);
        for (int i = 0; i < 100; i++) {
            registry.counter("other" + i);
            sample();
            assertThat(query("same_name")).containsExactly(Map.entry("same_name", 1.0));
        }
        registry.remove(first);
        sample();
        assertThat(query("same_name")).containsExactly(Map.entry("same_name", 2.0));
    }

    @Test
    void aMeterThatVanishesEndsAndOneThatComesIsFound() {
        Counter counter = registry.counter("orders");
        counter.increment(5);
        sample();
        assertThat(query("orders_total")).containsEntry("orders_total", 5.0);
        registry.remove(counter);
        sample();
        assertThat(query("orders_total")).isEmpty();
        assertThat(query("max_over_time(orders_total[1m])")).hasSize(1);
        registry.counter("orders").increment();
        sample();
        assertThat(query("orders_total")).containsEntry("orders_total", 1.0);
        assertThat(query("increase(orders_total[40s])")).isNotEmpty();
    }

    @Test
    void aSuccessorTakesTheSeriesOverAtOnce() {
        registry.counter("orders").increment(5);
        sample();
        registry.clear();
        registry.counter("orders").increment();
        sample();
        assertThat(query("orders_total")).containsEntry("orders_total", 1.0);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void whatDidNotFitIsFoundWhenThereIsRoom() {
        maxSeries = 2;
        selectEverything();
        AtomicInteger reads = new AtomicInteger();
        Gauge first = registry.gauge("a", 1) == null ? null : registry.get("a").gauge();
        registry.gauge("b", 1);
        sample();
        Gauge.builder("c", reads::incrementAndGet).register(registry);
        for (int i = 0; i < 50; i++) {
            sample();
        }
        assertThat(reads).hasValue(0);
        registry.remove(first);
        for (int i = 0; i < 50; i++) {
            sample();
        }
        assertThat(query("c")).hasSize(1);
        assertThat(reads.get()).isLessThan(50);
    }

    /** Where it is alone in looking back so far, it finds no times of others of its kind either. */
    @ParameterizedTest
    @CsvSource({"1m, up offset 1m", "10m, up offset 30m"})
    void anOldCounterThatGetsRoomLateIsNoNewOne(String window, String longest) {
        maxSeries = 3;
        String increase = "((orders_total unless orders_total offset " + window + ") and on (job, instance) up offset "
                + window + " == 1 or increase(orders_total[" + window + "])) > 0";
        select(increase, longest, "{__name__=~'a|b|late'}");
        List<Gauge> first = List.of(
                Gauge.builder("a", () -> 1).register(registry),
                Gauge.builder("b", () -> 1).register(registry));
        sample();
        Counter orders = registry.counter("orders");
        orders.increment(50);
        registry.gauge("late", 1);
        for (int i = 0; i < 50; i++) {
            sample();
        }
        assertThat(query("orders_total")).isEmpty();
        first.forEach(registry::remove);
        for (int i = 0; query("late").isEmpty(); i++) {
            assertThat(i).isLessThan(200);
            sample();
        }
        assertThat(query("orders_total")).containsEntry("orders_total", 50.0);
        assertThat(query("count_over_time(late[1m])").values()).containsExactly(1.0);
        for (int i = 0; i < 50; i++) {
            assertThat(query(increase)).isEmpty();
            sample();
        }
        orders.increment();
        sample();
        assertThat(query(increase)).hasSize(1);
    }

    @Test
    void samplesNothingWithoutARegistryThatCountsFromTheStart() {
        registries.clear();
        assertThat(sampler.sample(1)).isFalse();
        registries.add(new CompositeMeterRegistry());
        assertThat(sampler.sample(2)).isFalse();
        SimpleMeterRegistry perStep = RegistryChoiceTests.perStep();
        registries.set(0, perStep);
        assertThat(sampler.sample(3)).isTrue();
        perStep.counter("a");
        assertThat(sampler.sample(4)).isFalse();
        registries.set(0, registry);
        registry.counter("a");
        assertThat(sampler.sample(5)).isTrue();
        assertThat(store.size()).isEqualTo(1);
    }
}
