package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.ThresholdOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One sampling a minute; the window is five minutes. */
class MetricThresholdTests {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Map<String, String> SERIES = new LinkedHashMap<>();

    static {
        SERIES.put("m{pool=\"a\"}", "1 2 3 5 8 13 21");
        SERIES.put("m{pool=\"b\"}", "10 20 30 4 6 8 10");
        SERIES.put("m_bucket{le=\"0.1\"}", "0 1 2 3 4 5 6");
        SERIES.put("m_bucket{le=\"1.0\"}", "0 3 6 9 12 15 18");
        SERIES.put("m_bucket{le=\"5.0\"}", "0 4 8 12 16 20 24");
        SERIES.put("m_bucket{le=\"+Inf\"}", "0 4 8 12 16 20 24");
    }

    @ParameterizedTest
    @CsvSource({"SUM, 31", "AVG, 15.5", "MIN, 10", "MAX, 21", "INCREASE, 39", "RATE, 0.13", "P95, 4.2", "P99, 4.84"})
    void computesWhatPrometheusWould(Aggregation aggregation, double expected) {
        assertThat(evaluate(aggregation)).singleElement().satisfies(sample -> {
            assertThat(sample.labels()).isEmpty();
            assertThat(sample.value()).isCloseTo(expected, Offset.offset(1e-9));
        });
    }

    @Test
    void everySeriesHasAValueOfItsOwn() {
        assertThat(evaluate(Aggregation.VALUE))
                .containsExactlyInAnyOrder(
                        new AlertSample(Map.of("pool", "a"), 21), new AlertSample(Map.of("pool", "b"), 10));
    }

    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void promtoolAgrees(Aggregation aggregation, @TempDir Path directory) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROMTOOL)) {
            assertThat(System.getenv("CI")).as("promtool is missing").isNotEqualTo("true");
            Assumptions.abort("promtool is not installed");
        }
        StringBuilder test = new StringBuilder("evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n");
        SERIES.forEach(
                (series, values) -> test.append("  - series: '%s'\n    values: '%s'\n".formatted(series, values)));
        test.append("  promql_expr_test:\n  - expr: '%s'\n    eval_time: 6m\n    exp_samples:\n"
                .formatted(condition(aggregation).promql()));
        for (AlertSample sample : evaluate(aggregation)) {
            String labels = sample.labels().entrySet().stream()
                    .map(label -> "m{" + label.getKey() + "=\"" + label.getValue() + "\"}")
                    .findFirst()
                    .orElse("{}");
            test.append("    - labels: '%s'\n      value: %s\n".formatted(labels, sample.value()));
        }
        Path file = Files.writeString(directory.resolve("test.yml"), test);
        Process process = new ProcessBuilder(PROMTOOL.toString(), "test", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void theFirstErrorCounts() {
        SeriesStore store =
                new SeriesStore(List.of(MetricThresholdEvaluator.selector(condition(Aggregation.INCREASE))), 10);
        store.endOfSampling(tick(0));
        store.add(tick(1), "m", Map.of(), 1, true);
        store.endOfSampling(tick(1));
        assertThat(new MetricThresholdEvaluator(condition(Aggregation.INCREASE), store)
                        .evaluate(tick(1))
                        .samples())
                .containsExactly(new AlertSample(Map.of(), 1));
    }

    @Test
    void whatWasCountedBeforeTheFirstSamplingDoesNotCount() {
        SeriesStore store =
                new SeriesStore(List.of(MetricThresholdEvaluator.selector(condition(Aggregation.INCREASE))), 10);
        store.add(tick(0), "m", Map.of(), 7, true);
        store.endOfSampling(tick(0));
        assertThat(new MetricThresholdEvaluator(condition(Aggregation.INCREASE), store)
                        .evaluate(tick(0))
                        .samples())
                .isEmpty();
    }

    @Test
    void nothingIsBeyondAThresholdWithoutData() {
        SeriesStore store = new SeriesStore(List.of(), 10);
        for (Aggregation aggregation : Aggregation.values()) {
            assertThat(new MetricThresholdEvaluator(condition(aggregation), store)
                            .evaluate(tick(0))
                            .samples())
                    .isEmpty();
        }
    }

    @Test
    void forgetsVanishedSeriesAndIgnoresThoseBeyondTheBound() {
        SeriesStore store = new SeriesStore(List.of(new SeriesStore.Selector("m", Map.of("pool", "a"), 0)), 1);
        store.add(tick(0), "m", Map.of("pool", "b"), 1, false);
        store.add(tick(0), "m", Map.of("pool", "a", "n", "1"), 1, false);
        store.add(tick(0), "m", Map.of("pool", "a", "n", "2"), 1, false);
        store.endOfSampling(tick(0));
        assertThat(store.all("m")).singleElement().extracting(Series::labels).isEqualTo(Map.of("pool", "a", "n", "1"));
        store.endOfSampling(tick(1));
        assertThat(store.all("m")).isEmpty();
    }

    private static List<AlertSample> evaluate(Aggregation aggregation) {
        MetricThreshold condition = condition(aggregation);
        SeriesStore store = new SeriesStore(List.of(MetricThresholdEvaluator.selector(condition)), 100);
        for (int minute = 0; minute <= 6; minute++) {
            for (Map.Entry<String, String> series : SERIES.entrySet()) {
                String[] parts = series.getKey().split("[{=\"}]+");
                store.add(
                        tick(minute),
                        parts[0],
                        Map.of(parts[1], parts[2]),
                        Double.parseDouble(series.getValue().split(" ")[minute]),
                        true);
            }
            store.endOfSampling(tick(minute));
        }
        return new MetricThresholdEvaluator(condition, store).evaluate(tick(6)).samples();
    }

    private static MetricThreshold condition(Aggregation aggregation) {
        MetricThreshold.Builder builder = MetricThreshold.builder("m")
                .aggregation(aggregation)
                .operator(ThresholdOperator.GT)
                .threshold(0);
        return (aggregation.needsWindow() ? builder.window(Duration.ofMinutes(5)) : builder).build();
    }

    private static Tick tick(int minute) {
        return new Tick(Instant.EPOCH, Duration.ofMinutes(minute).toNanos());
    }
}
