package io.llmdatavault.observability.alert.promql;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a file of single values cannot say: order, edges of time, other types. */
class QueryEngineTests {

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private final SeriesSource source = SeriesText.source(
            "a{x=\"1\"} 1 2 3", "a{x=\"2\"} 9 8 7", "a{x=\"3\"} NaN NaN NaN", "a{x=\"4\"} 5 5 Inf", "s 1 stale 3");

    private String evaluate(String query, long timestamp) {
        return SeriesText.print(engine.evaluate(PromQl.parse(query), timestamp, source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort(a)         | 1 2 4 3",
                "sort_desc(a)    | 4 2 1 3",
                "topk(2, a)      | 4 2",
                "topk(9, a)      | 4 2 1 3",
                "bottomk(2, a)   | 1 2",
                "bottomk(4, a)   | 1 2 4 3",
                "a               | 1 2 3 4",
                "a * 2           | 1 2 3 4",
                "a > 0           | 1 2 4"
            })
    void keepsOrSortsOrder(String query, String order) {
        InstantVector vector = (InstantVector) engine.evaluate(PromQl.parse(query), 120_000, source);
        StringBuilder actual = new StringBuilder();
        for (int i = 0; i < vector.size(); i++) {
            actual.append(vector.labels(i).get("x")).append(' ');
        }
        assertThat(actual.toString().strip()).isEqualTo(order);
    }

    @Test
    void looksBackFiveMinutesAndNoFurther() {
        assertThat(evaluate("s", 120_000 + 300_000)).isEqualTo("s 3.0");
        assertThat(evaluate("s", 120_000 + 300_001)).isEmpty();
        assertThat(evaluate("s", -1)).isEmpty();
    }

    @Test
    void looksBackAsFarAsTold() {
        QueryEngine patient = new QueryEngine(QueryLimits.DEFAULT, Duration.ofHours(1), Duration.ofSeconds(30));
        assertThat(SeriesText.print(patient.evaluate(PromQl.parse("s"), 120_000 + 3_600_000, source)))
                .isEqualTo("s 3.0");
        assertThat(SeriesText.print(patient.evaluate(PromQl.parse("count_over_time(vector(1)[1m:])"), 120_000, source)))
                .isEqualTo("{} 3.0");
    }

    @Test
    void seesNoSeriesAfterItsStaleMarker() {
        assertThat(evaluate("s", 59_999)).isEqualTo("s 1.0");
        assertThat(evaluate("s", 60_000)).isEmpty();
        assertThat(evaluate("s", 119_999)).isEmpty();
        assertThat(evaluate("sum_over_time(s[2m])", 120_000)).isEqualTo("{} 4.0");
    }

    @Test
    void includesBothEndsOfRange() {
        assertThat(evaluate("count_over_time(a{x='1'}[1m])", 120_000)).isEqualTo("{x=\"1\"} 2.0");
        assertThat(evaluate("count_over_time(a{x='1'}[59s])", 120_000)).isEqualTo("{x=\"1\"} 1.0");
    }

    @Test
    void looksAheadWithNegativeOffset() {
        assertThat(evaluate("a{x='1'} offset -1m", 0)).isEqualTo("a{x=\"1\"} 2.0");
    }

    @Test
    void leavesExceptionsOfTheSourceAlone() {
        SeriesSource broken = (matchers, from, to) -> {
            throw new ArithmeticException("/ by zero");
        };
        assertThatThrownBy(() -> engine.evaluate(PromQl.parse("a"), 0, broken))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("/ by zero");
    }

    @Test
    void copiesTheSamplesOfARange() {
        double[] values = {1, 2};
        Series live = new Series(Labels.EMPTY, new long[] {0, 60_000}, values, 0, 2);
        RangeVector range =
                (RangeVector) engine.evaluate(PromQl.parse("a[5m]"), 60_000, (matchers, from, to) -> List.of(live));
        values[0] = 99;
        assertThat(range.series().get(0).values()).containsExactly(1, 2);
    }

    @Test
    void givesSamplesOfVectorsAndScalars() {
        InstantVector vector = engine.vector(PromQl.parse("a{x=~'1|2'}"), 120_000, source);
        assertThat(vector).hasToString("a{x=\"1\"} => 3\na{x=\"2\"} => 7");
        Map<Labels, Double> samples = new LinkedHashMap<>();
        vector.forEach(samples::put);
        assertThat(InstantVector.of(samples)).hasToString(vector.toString());
        assertThat(engine.vector(PromQl.parse("1 + 1"), 0, source)).hasToString("{} => 2");
        assertThat(InstantVector.of(Labels.EMPTY.with("x", "y").with("x", "z"), 1))
                .hasToString("{x=\"z\"} => 1");
        assertThatThrownBy(() -> engine.vector(PromQl.parse("s[5m]"), 0, source))
                .isInstanceOf(PromQlException.class)
                .hasMessage(
                        "Expected an expression that gives an instant vector or a scalar, but it gives a range vector.");
        assertThatThrownBy(() -> engine.vector(PromQl.parse("'text'"), 0, source))
                .isInstanceOf(PromQlException.class);
    }

    @Test
    void givesRangesAndTexts() {
        RangeVector range = (RangeVector) engine.evaluate(PromQl.parse("s[5m]"), 120_000, source);
        Series only = range.series().get(0);
        assertThat(range.series()).hasSize(1);
        assertThat(only.to() - only.from()).isEqualTo(2);
        assertThat(only.timestamps()[only.to() - 1]).isEqualTo(120_000);
        assertThat(engine.evaluate(PromQl.parse("'text'"), 0, source)).isEqualTo(new StringValue("text"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x                                     | 300000",
                "x offset 1h                           | 3900000",
                "x offset -1h                          | 0",
                "rate(x[10m])                          | 600000",
                "rate(x[10m] offset 5m)                | 900000",
                "max_over_time(rate(x[10m])[1h:1m])    | 4200000",
                "max_over_time(x[1h:1m] offset 1m)     | 3960000",
                "sum(-x) + 1                           | 300000",
                "quantile(scalar(x), vector(1))        | 300000",
                "x @ end()                             | 300000",
                "x @ 5                                 | 9223372036854775807"
            })
    void tellsHowFarExpressionReaches(String query, long millis) {
        List<SelectorReach> reaches = engine.reach(PromQl.parse(query));
        LabelMatcher name = new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.EQUAL, "x");
        assertThat(reaches).containsExactly(new SelectorReach(List.of(name), millis));
    }
}
