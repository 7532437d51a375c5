package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.LabelMatcher.Operator;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.promql.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SampleStoreTests {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final List<LabelMatcher> X = List.of(new LabelMatcher(Labels.METRIC_NAME, Operator.EQUAL, "x"));

    private static Labels labels(String name, String... pairs) {
        Labels labels = Labels.EMPTY.with(Labels.METRIC_NAME, name);
        for (int i = 0; i < pairs.length; i += 2) {
            labels = labels.with(pairs[i], pairs[i + 1]);
        }
        return labels;
    }

    private static SampleStore store(String... expressions) {
        QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
        List<SelectorReach> selected = List.of(expressions).stream()
                .flatMap(expression -> engine.reach(PromQl.parse(expression)).stream())
                .toList();
        return new SampleStore(selected, Duration.ofHours(1), 100, 10_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "x, x, true",
        "x, y, false",
        "'x{a=\"b\"}', x, true",
        "'{__name__=~\"x.*\"}', x_total, true",
        "'{__name__=~\"x.*\"}', y, false",
        "'{a=\"b\"}', y, true",
        "'{__name__!=\"x\", a=\"b\"}', x, false",
    })
    void knowsWhichMetricsAreSelected(String expression, String metric, boolean selected) {
        assertThat(store(expression).selects(metric)).isEqualTo(selected);
    }

    @Test
    void keepsOnlyWhatIsSelected() {
        SampleWriter writer = store("rate(x{a=\"b\"}[5m])").writer("test", INTERVAL);
        writer.begin(0);
        assertThat(writer.row(labels("x", "a", "b"))).isNotNull();
        assertThat(writer.row(labels("x", "a", "c"))).isNull();
        assertThat(writer.row(labels("y", "a", "b"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "x, 65m",
        "rate(x[5m]), 65m",
        "rate(x[2h]), 2h",
        "rate(x[5m] offset 3h), 185m",
        "x offset 3h, 185m",
        "max_over_time(rate(x[1h])[3h:1m]), 4h",
        "x @ 0, 1505m",
    })
    void keepsWhatTheFarthestRuleReadsAndNotMuchMore(String expression, String kept) {
        SampleStore store = store(expression, "x");
        SampleWriter writer = store.writer("test", INTERVAL);
        long now = 0;
        for (int tick = 0; tick < 10_000; tick++) {
            now += INTERVAL.toMillis();
            write(writer, now, 1);
        }
        Series series = store.series(X, 0, now).get(0);
        int needed = (int) (Duration.parse("PT" + kept).toMillis() / 15_000) + 1;
        assertThat(series.to() - series.from()).isBetween(needed, needed * 5 / 4 + 5);
        assertThat(store.bytes()).isLessThan(2L * (needed * 10 + 400));
    }

    private static void write(SampleWriter writer, long now, double value) {
        writer.begin(now);
        SampleRow row = writer.row(labels("x"));
        if (row != null) {
            writer.write(row, value);
        }
        writer.end(true);
    }

    @Test
    void copiesNothingAndSharesTheTimes() {
        SampleStore store = store("x");
        SampleWriter writer = store.writer("test", INTERVAL);
        writer.begin(1);
        for (String value : List.of("1", "2")) {
            SampleRow row = writer.row(labels("x", "a", value));
            writer.write(row, 1);
            assertThat(writer.row(labels("x", "a", value))).isSameAs(row);
        }
        writer.end(true);
        List<Series> series = store.series(X, 0, 1);
        assertThat(series).hasSize(2);
        assertThat(series.get(0).timestamps()).isSameAs(series.get(1).timestamps());
        assertThat(store.series(X, 1, 1).get(0).values()).isSameAs(series.get(0).values());
    }

    @Test
    void theSameQuestionIsAnsweredAnewWhenTimeGoesOn() {
        SampleStore store = store("x");
        SampleWriter writer = store.writer("test", INTERVAL);
        write(writer, 1000, 1);
        assertThat(store.series(X, 0, 99_000).get(0).to()).isOne();
        write(writer, 20_000, 1);
        assertThat(store.series(X, 0, 99_000).get(0).to()).isEqualTo(2);
        store.shift(100_000);
        assertThat(store.series(X, 0, 99_000)).isEmpty();
    }

    @Test
    void aRowBelongsToOneWriter() {
        SampleStore store = store("x");
        SampleWriter first = store.writer("first", INTERVAL);
        SampleWriter second = store.writer("second", INTERVAL);
        first.begin(1);
        second.begin(1);
        SampleRow row = first.row(labels("x"));
        assertThat(second.row(labels("x"))).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.write(row, 1))
                .withMessage("The series x is not one of second.");
    }

    @Test
    void timesAscend() {
        SampleWriter writer = store("x").writer("test", INTERVAL);
        SampleRow row = writer.row(labels("x"));
        assertThatIllegalStateException().isThrownBy(() -> writer.write(row, 1));
        writer.begin(5);
        writer.write(row, 1);
        writer.end(true);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.begin(5));
    }

    @Test
    void whatCouldNotBeReadFailsWhoeverSelectsIt() {
        SampleStore store = store("x", "y");
        RuntimeException cause = new IllegalStateException("broken");
        store.unreadable(labels("x", "a", "b"), null, cause);
        store.unreadable(labels("y_bucket", "a", "b"), "le", cause);
        assertThat(store.series(matchers("x{a='c'}"), 0, 1)).isEmpty();
        assertThat(store.series(matchers("y"), 0, 1)).isEmpty();
        for (String selector : List.of("x", "x{a='b'}", "y_bucket{le='1.0'}", "{__name__=~'x|z'}")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.series(matchers(selector), 0, 1))
                    .withMessageMatching("The metric (x|y_bucket) cannot be read")
                    .withCause(cause);
        }
        store.startOfSampling();
        assertThat(store.series(X, 0, 1)).isEmpty();
    }

    @Test
    void ofTooManyThatCouldNotBeReadThoseOfOneNameAreOne() {
        SampleStore store = store("x");
        for (int i = 0; i <= 1000; i++) {
            store.unreadable(labels("x", "a", "b" + i), null, new IllegalStateException());
        }
        assertThatIllegalStateException().isThrownBy(() -> store.series(matchers("x{a='c'}"), 0, 1));
        assertThat(store.series(matchers("y"), 0, 1)).isEmpty();
    }

    private static List<LabelMatcher> matchers(String selector) {
        return new QueryEngine(QueryLimits.DEFAULT)
                .reach(PromQl.parse(selector))
                .get(0)
                .matchers();
    }

    @Test
    void aRowLeavesRoomOnceOnlyStaleMarkersAreLeft() {
        SampleStore store = store("x");
        SampleWriter writer = store.writer("test", INTERVAL);
        write(writer, 1, 1);
        SampleRow row = writer.row(labels("x"));
        long now = 1;
        while (store.size() > 0 && now < 10_000_000) {
            now += INTERVAL.toMillis();
            writer.begin(now);
            writer.end(true);
        }
        assertThat(now).isBetween(65 * 60_000L, 67 * 60_000L);
        assertThat(row.isKept()).isFalse();
        assertThat(row.labels()).isEqualTo(Labels.of(Map.of(Labels.METRIC_NAME, "x")));
        assertThat(store.bytes()).isZero();
        assertThat(store.series(X, 0, now)).isEmpty();
    }
}
