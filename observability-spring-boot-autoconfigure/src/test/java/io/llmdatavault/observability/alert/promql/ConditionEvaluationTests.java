package io.llmdatavault.observability.alert.promql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertCondition;
import io.llmdatavault.observability.alert.rule.ErrorRate;
import io.llmdatavault.observability.alert.rule.HealthCheckFailed;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.MonitoredResource;
import io.llmdatavault.observability.alert.rule.ResourceUsage;
import io.llmdatavault.observability.alert.rule.ThresholdOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/** What typed conditions come to over series: one sample a minute, looked at after ten of them. */
class ConditionEvaluationTests {

    private static final long MINUTE = 60_000;

    private static final long NOW = 10 * MINUTE;

    private static final String OK =
            "http_server_requests_seconds_count{job=\"a\",instance=\"i\",uri=\"/orders\"," + "outcome=\"SUCCESS\"}";

    private static final String FAILED = OK.replace("SUCCESS", "SERVER_ERROR");

    private static final String ACTUATOR = FAILED.replace("/orders", "/actuator/health");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ten requests a minute, the first error in the last minute| 0+10x10      | _x9 1          | 5  | 1.96",
                "an error that stays the only one                         | 0+10x10      | _x6 1x4        | 5  | 1.96",
                "an error that was born with the window or before         | 0+10x10      | _x2 1x8        | 1  |",
                "the very first request is an error, too few to judge     | _x10         | _x9 1          | 1  |",
                "one error among too few requests                         | 0+1x10       | _x9 1          | 1  |",
                "half of all fail                                         | 0+10x10      | 0+10x10        | 20 | 50",
                "a restart in the middle of the window                    | 0+10x7 0+10x2| 0+10x7 0+10x2  | 20 | 50",
                "no traffic at all                                        | 100x10       | 7x10           | 0  |",
                "no series at all                                         | _x10         | _x10           | 0  |",
                "all is well                                              | 0+10x10      | _x10           | 0  |",
                "NaN                                                      | NaNx10       | NaNx10         | 0  |",
            })
    void errorRate(String situation, String requests, String errors, double threshold, Double percent) {
        double expectedAtLeast = percent == null ? Double.NaN : percent;
        AlertCondition condition = ErrorRate.builder()
                .thresholdPercent(Math.min(threshold, percent == null ? threshold : percent - 0.5))
                .build();
        List<Outcome.Sample> samples = evaluate(condition, series(OK, requests, FAILED, errors));
        if (percent == null) {
            assertThat(samples).as(situation).isEmpty();
        } else {
            assertThat(samples).as(situation).singleElement().satisfies(sample -> {
                assertThat(sample.labels().toMap()).containsOnly(Map.entry("job", "a"), Map.entry("instance", "i"));
                assertThat(sample.value()).isCloseTo(expectedAtLeast, offset(0.05));
            });
        }
    }

    @Test
    void errorRateLeavesTheActuatorOut() {
        AlertCondition condition = ErrorRate.builder().thresholdPercent(0).build();
        assertThat(evaluate(condition, series(OK, "0+10x10", ACTUATOR, "0+50x10")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator, /actuator, false",
        "/actuator, /actuator/health, false",
        "/actuator, /actuators/x, true",
        "/manage, /actuator/x, true",
        "/manage, /manage/health/readiness, false",
        "/m.n, /mxn/a, true",
        "/m.n, /m.n/a, false",
    })
    void errorRateLeavesAPathOut(String path, String uri, boolean counts) {
        AlertCondition condition =
                ErrorRate.builder().thresholdPercent(0).withoutPath(path).build();
        assertThat(evaluate(condition, series(OK, "0+10x10", FAILED.replace("/orders", uri), "0+50x10")))
                .hasSize(counts ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INCREASE | _x9 1             | 1",
                "INCREASE | _x6 1 1 1 2       | 2",
                "INCREASE | 5x10              | 0",
                "INCREASE | 0+1x10            | 5",
                "INCREASE | 0+1x7 0+1x2       | 4",
                "RATE     | _x9 3             | 0.01",
                "RATE     | 0+60x10           | 1",
                "RATE     | 100x10            | 0",
                "SUM      | NaN               |",
                "SUM      | 1 stale           |",
                "VALUE    | 3x10              | 3",
                "VALUE    | NaNx10            |",
                "AVG      | 4x10              | 4",
                "MAX      | 4x10              | 4",
                "MIN      | 4x10              | 4",
            })
    void metricThreshold(Aggregation aggregation, String values, Double expected) {
        List<Outcome.Sample> samples = evaluate(threshold(aggregation, ThresholdOperator.GTE, 0), one(values));
        if (expected == null) {
            assertThat(samples).isEmpty();
        } else {
            assertThat(samples)
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.value()).isCloseTo(expected, offset(1e-9)));
        }
    }

    /** An old counter without an earlier sample is none that was just born. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frozen, or scraped by nobody      | _x9 1           | -86400 |",
                "scraped without an answer         | 0x8 1 1         | -86400 |",
                "watched, the counter is new       | 1x10            | -86400 | 7",
                "the process is new                | _x9 1           | 310    | 7",
                "the process was not looked at yet | _x9 1           | 10     | 7",
                "it should have been looked at     | _x9 1           | 0      |",
            })
    void newbornIsWhatWasLookedForInVain(String situation, String up, double start, Double increase) {
        DataSet data = series(
                "m{job=\"a\",instance=\"i\"}",
                "_x9 7",
                "up{job=\"a\",instance=\"i\"}",
                up,
                "process_start_time_seconds{job=\"a\",instance=\"i\"}",
                "_x9 " + start);
        assertThat(evaluate(threshold(Aggregation.INCREASE, ThresholdOperator.GT, 0), data))
                .as(situation)
                .extracting(Outcome.Sample::value)
                .isEqualTo(increase == null ? List.of() : List.of(increase));
        assertThat(evaluate(threshold(Aggregation.RATE, ThresholdOperator.GT, 0), data))
                .as(situation)
                .extracting(Outcome.Sample::value)
                .isEqualTo(increase == null ? List.of() : List.of(increase / 300));
    }

    /** A process is looked at for the first time when it is a while old; what it counts then stays for the whole window. */
    @ParameterizedTest
    @CsvSource({"INCREASE", "RATE"})
    void whatIsCountedSoonAfterTheStartStaysForTheWholeWindow(Aggregation aggregation) {
        DataSet data = series(
                "m{job=\"a\",instance=\"i\"}",
                "_x3 1x20",
                "up{job=\"a\",instance=\"i\"}",
                "_ 1x20",
                "process_start_time_seconds{job=\"a\",instance=\"i\"}",
                "_ 5x20");
        String promql = threshold(aggregation, ThresholdOperator.GT, 0).promql();
        for (long seconds = 180; seconds < 600; seconds += 15) {
            assertThat(Outcome.ofEngine(promql, seconds * 1000, data).samples())
                    .as("after %s s", seconds)
                    .hasSize(seconds < 480 ? 1 : 0);
        }
    }

    @Test
    void severalMetersAreOneAlertForEachInstance() {
        DataSet data = series(
                "m{job=\"a\",instance=\"i\",path=\"/x\"}", "0+10x10",
                "m{job=\"a\",instance=\"i\",path=\"/y\"}", "_x9 2",
                "m{job=\"a\",instance=\"k\",path=\"/x\"}", "0+1x10");
        assertThat(evaluate(threshold(Aggregation.INCREASE, ThresholdOperator.GT, 10), data))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.labels().toMap()).containsEntry("instance", "i");
                    assertThat(sample.value()).isEqualTo(52);
                });
    }

    @Test
    void quantileOfAllSeriesOfAHistogram() {
        DataSet data = series(
                "m_bucket{job=\"a\",instance=\"i\",le=\"0.1\"}", "0+1x10",
                "m_bucket{job=\"a\",instance=\"i\",le=\"1\"}", "0+2x10",
                "m_bucket{job=\"a\",instance=\"i\",le=\"+Inf\"}", "0+2x10");
        assertThat(evaluate(threshold(Aggregation.P95, ThresholdOperator.GT, 0), data))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isCloseTo(0.91, offset(1e-9)));
    }

    @Test
    void healthCheckFailed() {
        String series = "vault_component_consecutive_failures{component=\"database\"}";
        AlertCondition condition = HealthCheckFailed.builder("database").build();
        assertThat(evaluate(condition, series(series, "0 1 2 3 4 5 6 7 8 9 10")))
                .hasSize(1);
        assertThat(evaluate(condition, series(series, "2x10"))).isEmpty();
        assertThat(evaluate(condition, series(series.replace("database", "storage"), "9x10")))
                .isEmpty();
    }

    @Test
    void promtoolAgreesAboutAllConditions() {
        PromtoolReferee.assumeInstalled();
        DataSet data = series(
                OK,
                "0+10x10",
                FAILED,
                "_x8 1 4",
                "m{job=\"a\",instance=\"i\",path=\"/x\"}",
                "0+10x6 0+10x3",
                "m{job=\"a\",instance=\"i\",path=\"/y\"}",
                "_x9 2",
                "m_bucket{job=\"a\",instance=\"i\",le=\"0.1\"}",
                "0+1x10",
                "m_bucket{job=\"a\",instance=\"i\",le=\"+Inf\"}",
                "0+2x10",
                "disk_free_bytes{job=\"a\",instance=\"i\",path=\"/\"}",
                "10x10",
                "disk_total_bytes{job=\"a\",instance=\"i\",path=\"/\"}",
                "100x10",
                "jvm_memory_used_bytes{job=\"a\",instance=\"i\",area=\"heap\",id=\"old\"}",
                "95x10",
                "jvm_memory_max_bytes{job=\"a\",instance=\"i\",area=\"heap\",id=\"old\"}",
                "100x10",
                "jvm_memory_max_bytes{job=\"a\",instance=\"i\",area=\"heap\",id=\"eden\"}",
                "-1x10",
                "vault_component_consecutive_failures{job=\"a\",instance=\"i\",component=\"database\"}",
                "4x10");
        List<PromtoolReferee.Query> queries = conditions()
                .map(condition -> new PromtoolReferee.Query(condition.promql(), NOW))
                .toList();
        List<Outcome> answers = PromtoolReferee.ask(List.of(new PromtoolReferee.Round(data, queries)))
                .get(0);
        int firing = 0;
        for (int i = 0; i < queries.size(); i++) {
            String expression = queries.get(i).expression();
            Outcome actual = Outcome.ofEngine(expression, NOW, data);
            assertThat(actual.isSameAs(answers.get(i)))
                    .as("%s%n promtool: %s%n engine: %s", expression, answers.get(i), actual)
                    .isTrue();
            firing += actual.samples().isEmpty() ? 0 : 1;
        }
        assertThat(firing).isGreaterThan(12);
    }

    private static Stream<AlertCondition> conditions() {
        List<AlertCondition> conditions = new ArrayList<>();
        for (Aggregation aggregation : Aggregation.values()) {
            conditions.add(threshold(aggregation, ThresholdOperator.GTE, 0));
        }
        for (MonitoredResource resource : MonitoredResource.values()) {
            conditions.add(ResourceUsage.builder(resource).thresholdPercent(80).build());
        }
        conditions.add(ErrorRate.builder().thresholdPercent(1).build());
        conditions.add(HealthCheckFailed.builder("database").build());
        return conditions.stream();
    }

    private static AlertCondition threshold(Aggregation aggregation, ThresholdOperator operator, double threshold) {
        MetricThreshold.Builder builder = MetricThreshold.builder("m")
                .aggregation(aggregation)
                .operator(operator)
                .threshold(threshold);
        if (aggregation.needsWindow()) {
            builder.window(Duration.ofMinutes(5));
        }
        return builder.build();
    }

    private static DataSet one(String values) {
        return series("m{job=\"a\",instance=\"i\"}", values);
    }

    private static DataSet series(String... namesAndValues) {
        Map<String, String> series = new LinkedHashMap<>();
        // Looked at all the time, and a day old: what begins later is newborn.
        series.put("up{job=\"a\",instance=\"i\"}", "1x10");
        series.put("process_start_time_seconds{job=\"a\",instance=\"i\"}", "-86400x10");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            series.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new DataSet(MINUTE, series);
    }

    private static List<Outcome.Sample> evaluate(AlertCondition condition, DataSet data) {
        return Outcome.ofEngine(condition.promql(), NOW, data).samples();
    }
}
