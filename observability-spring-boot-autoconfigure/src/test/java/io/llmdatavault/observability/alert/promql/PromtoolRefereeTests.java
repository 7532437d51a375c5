package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.PromtoolReferee.Query;
import io.llmdatavault.observability.alert.promql.PromtoolReferee.Round;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What promtool says is read to the bit, and our reading of its notation of series is promtool's. */
class PromtoolRefereeTests {

    private static final long MINUTE = 60_000;

    @BeforeEach
    void promtool() {
        PromtoolReferee.assumeInstalled();
    }

    @Test
    void tellsSamplesNothingAndErrorsApart() {
        DataSet data = new DataSet(MINUTE, Map.of("a{x=\"1\"}", "1+0.1x9", "b", "1"));
        List<Outcome> outcomes =
                ask(data, "a", "nothing", "1 +", "\"text\"", "a[5m]", "vector(1) + on() {__name__=~\".\"}");
        assertThat(outcomes)
                .extracting(Outcome::kind)
                .containsExactly(
                        Outcome.Kind.SAMPLES,
                        Outcome.Kind.SAMPLES,
                        Outcome.Kind.REFUSED,
                        Outcome.Kind.OTHER_TYPE,
                        Outcome.Kind.OTHER_TYPE,
                        Outcome.Kind.FAILED);
        assertThat(outcomes.get(0).samples())
                .containsExactly(new Outcome.Sample(Labels.of(Map.of("__name__", "a", "x", "1")), 1.3000000000000003));
        assertThat(outcomes.get(1).isEmpty()).isTrue();
    }

    @Test
    void readsEveryCharacterOfALabel() {
        String value = "q\"u\\o\nt\te {é},= ☺";
        DataSet data = new DataSet(MINUTE, Map.of("a", "1"));
        List<Outcome> outcomes = ask(data, "label_replace(a, \"x\", `q\"u\\o\nt\te {é},= ☺`, \"\", \"\")");
        assertThat(outcomes.get(0).samples())
                .containsExactly(new Outcome.Sample(Labels.of(Map.of("__name__", "a", "x", value)), 1));
    }

    @Test
    void readsSpecialValues() {
        DataSet data = new DataSet(MINUTE, Map.of("a", "1"));
        assertThat(ask(data, "NaN", "Inf", "-Inf", "vector(-0)", "1e300", "time()"))
                .flatExtracting(Outcome::samples)
                .extracting(Outcome.Sample::value)
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e300, 180.0);
    }

    @Test
    void decodesSeriesAsPromtoolDoes() {
        String values = "-3-2.5x3 1-2x2 0+0.1x9 _ 7 _x2 NaN -Inf +Inf 1e3 stale NaNx1 0x1 7x2 -Infx2 1.5e-7 2";
        DataSet data = new DataSet(MINUTE, Map.of("a", values));
        List<Series> series =
                data.series(List.of(new LabelMatcher("__name__", LabelMatcher.Operator.EQUAL, "a")), 0, Long.MAX_VALUE);
        List<Query> queries = new ArrayList<>();
        List<List<Outcome.Sample>> expected = new ArrayList<>();
        Series decoded = series.get(0);
        for (long time = 0, i = 0; time < data.end(); time += MINUTE) {
            queries.add(new Query("last_over_time(a[999ms])", time)); // the sample at that very time, or nothing
            boolean there = decoded.timestamps()[(int) i] == time;
            double value = decoded.values()[(int) i];
            i += there ? 1 : 0;
            expected.add(
                    there && !StaleMarker.is(value)
                            ? List.of(new Outcome.Sample(Labels.of(Map.of("__name__", "a")), value))
                            : List.of());
        }
        assertThat(PromtoolReferee.ask(List.of(new Round(data, queries))).get(0))
                .extracting(Outcome::samples)
                .isEqualTo(expected);
    }

    @Test
    void promtoolKnowsWhatComesAfterTheQuery() {
        DataSet data = new DataSet(MINUTE, Map.of("a", "1x30"));
        assertThat(ask(data, "a offset -26m").get(0).isEmpty()).isFalse();
    }

    @Test
    void everyRoundHasItsOwnData() {
        Map<String, String> other = new LinkedHashMap<>(Map.of("b", "5x5"));
        List<List<Outcome>> outcomes = PromtoolReferee.ask(List.of(
                new Round(new DataSet(MINUTE, Map.of("a", "1x5")), List.of(new Query("a or b", 0), new Query("1", 0))),
                new Round(new DataSet(MINUTE, other), List.of(new Query("a or b", 0)))));
        assertThat(outcomes).extracting(List::size).containsExactly(2, 1);
        assertThat(outcomes.get(1).get(0).samples())
                .containsExactly(new Outcome.Sample(Labels.of(Map.of("__name__", "b")), 5));
    }

    @Test
    void aReportOnSomethingElseIsNoAnswer() {
        PromtoolReport report = new PromtoolReport(List.of("    expr: \"a\", time: 4m,", "        got: nil"));
        assertThat(report.outcomes(List.of(new Query("a", 0)))).hasSize(1);
        assertThatThrownBy(() -> report.outcomes(List.of(new Query("b", 0)))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> report.outcomes(List.of(new Query("a", 0), new Query("a", 0))))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void toleratesARoundingErrorOnly() {
        assertThat(Outcome.isSame(1, 1 + 1e-10)).isTrue();
        assertThat(Outcome.isSame(1, 1 + 1e-8)).isFalse();
        assertThat(Outcome.isSame(0, 1e-300)).isFalse();
        assertThat(Outcome.isSame(Double.NaN, StaleMarker.VALUE)).isTrue();
        assertThat(Outcome.isSame(Double.POSITIVE_INFINITY, Double.MAX_VALUE)).isFalse();
    }

    private static List<Outcome> ask(DataSet data, String... expressions) {
        List<Query> queries =
                Stream.of(expressions).map(text -> new Query(text, 3 * MINUTE)).toList();
        return PromtoolReferee.ask(List.of(new Round(data, queries))).get(0);
    }
}
