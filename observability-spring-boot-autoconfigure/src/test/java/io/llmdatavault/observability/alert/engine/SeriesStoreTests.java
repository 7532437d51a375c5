package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** One sampling a minute; the window is five minutes. */
class SeriesStoreTests {

    private static final Map<String, String> A = Map.of("pool", "a");

    private static final Map<String, String> B = Map.of("pool", "b");

    private static final SeriesStore.Selector ALL =
            new SeriesStore.Selector("m", Map.of(), Duration.ofMinutes(5).toNanos());

    private static final SeriesStore.Selector ONLY_A = new SeriesStore.Selector("m", A, ALL.window());

    private static final Throwable CAUSE = new IllegalStateException("expected");

    private final SeriesStore store = store(10, 1000);

    @Test
    void keepsTheSeriesOfAMeterThatCannotBeRead() {
        sample(store, 0, () -> store.add(tick(0), "m", A, 5, true));
        sample(store, 1, () -> store.unreadable("m", A, CAUSE));
        sample(store, 2, () -> store.add(tick(2), "m", A, 8, true));
        assertThat(increase(2)).isEqualTo(3);
        sample(store, 3, () -> {});
        assertThat(store.select(ALL)).isEmpty();
    }

    @Test
    void whatCouldNotBeReadBeforeDoesNotStartAtZero() {
        sample(store, 0, () -> store.unreadable("m", A, CAUSE));
        sample(store, 1, () -> store.unreadable("m", A, CAUSE));
        sample(store, 2, () -> {
            store.add(tick(2), "m", A, 1_000_000, true);
            store.add(tick(2), "m", B, 2, true);
        });
        assertThat(increase(2)).isEqualTo(2);
    }

    @Test
    void whatHadNoRoomBeforeDoesNotStartAtZero() {
        SeriesStore full = store(1, 1000);
        sample(full, 0, () -> full.add(tick(0), "m", A, 1, true));
        // A is still there when B asks for room, and gone when it asks again.
        sample(full, 1, () -> full.add(tick(1), "m", B, 1_000_000, true));
        sample(full, 2, () -> full.add(tick(2), "m", B, 1_000_001, true));
        assertThat(full.select(ALL))
                .singleElement()
                .satisfies(series -> assertThat(series.increaseSince(0)).isNaN());
    }

    @Test
    void whatIsNotANumberHidesNoIncreaseButIsTheValue() {
        sample(store, 0, () -> store.add(tick(0), "m", A, 5, true));
        sample(store, 1, () -> store.add(tick(1), "m", A, Double.NaN, true));
        assertThat(store.select(ALL).get(0).last()).isNaN();
        assertThat(value(1)).isEmpty();
        sample(store, 2, () -> store.add(tick(2), "m", A, 8, true));
        assertThat(increase(2)).isEqualTo(3);
    }

    @Test
    void aSeriesThatCannotBeReadConcernsThoseOnlyWhoSelectIt() {
        sample(store, 0, () -> {
            store.add(tick(0), "m", A, 5, true);
            store.unreadable("m", B, CAUSE);
        });
        assertThat(store.select(ONLY_A)).hasSize(1);
        assertThatIllegalStateException().isThrownBy(() -> store.select(ALL)).withCause(CAUSE);
        sample(store, 1, () -> store.unreadable("m", null, CAUSE));
        assertThatIllegalStateException().isThrownBy(() -> store.select(ONLY_A)).withCause(CAUSE);
    }

    @Test
    void anUnreadableHistogramConcernsWhoSelectsOneOfItsBuckets() {
        SeriesStore.Selector bucket = new SeriesStore.Selector("m_bucket", Map.of("le", "0.5"), 0);
        SeriesStore histograms = new SeriesStore(List.of(bucket), 10, Duration.ofMinutes(1));
        Map<String, String> labels = Map.of("pool", "a", "le", "0.5");
        sample(histograms, 0, () -> histograms.add(tick(0), "m_bucket", labels, 5, true));
        sample(histograms, 1, () -> histograms.unreadable("m_bucket", A, CAUSE));
        assertThatIllegalStateException().isThrownBy(() -> histograms.select(bucket));
        sample(histograms, 2, () -> histograms.unreadable("m_bucket", B, CAUSE));
        assertThatIllegalStateException().isThrownBy(() -> histograms.select(bucket));
    }

    @Test
    void ofTwoMetersOfOneNameTheFirstCounts() {
        for (int minute = 0; minute < 3; minute++) {
            int now = minute;
            sample(store, now, () -> {
                store.add(tick(now), "m", A, 10 + now, true);
                store.add(tick(now), "m", A, 1, true);
            });
        }
        assertThat(increase(2)).isEqualTo(2);
    }

    @Test
    void hasNoMoreValuesThanItMayHave() {
        SeriesStore small = store(10, 8 + 7);
        sample(small, 0, () -> {
            small.add(tick(0), "m", A, 1, true);
            small.add(tick(0), "m", B, 1, true);
        });
        assertThat(small.select(ALL)).hasSize(1);
        sample(small, 1, () -> small.add(tick(1), "m", B, 1, true));
        sample(small, 2, () -> small.add(tick(2), "m", B, 1, true));
        assertThat(small.select(ALL)).extracting(Series::labels).containsExactly(B);
    }

    @Test
    void keepsWhatAWindowNeedsForAsLongAsItRuns() {
        for (int minute = 0; minute < 50; minute++) {
            int now = minute;
            sample(store, now, () -> store.add(tick(now), "m", A, now * 2, true));
            assertThat(Double.valueOf(increase(now)))
                    .isEqualTo(Double.valueOf(now == 0 ? Double.NaN : 2 * Math.min(now, 5)));
        }
    }

    private static void sample(SeriesStore store, int minute, Runnable adding) {
        store.startOfSampling();
        adding.run();
        store.endOfSampling(tick(minute));
    }

    private double increase(int minute) {
        return evaluate(
                        minute,
                        MetricThreshold.builder("m")
                                .aggregation(Aggregation.INCREASE)
                                .window(Duration.ofMinutes(5))
                                .threshold(-1)
                                .build())
                .stream()
                .mapToDouble(AlertSample::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private List<AlertSample> value(int minute) {
        return evaluate(minute, MetricThreshold.builder("m").threshold(-1).build());
    }

    private List<AlertSample> evaluate(int minute, MetricThreshold condition) {
        return new MetricThresholdEvaluator(condition, store)
                .evaluate(tick(minute))
                .samples();
    }

    private static SeriesStore store(int maxSeries, long maxPoints) {
        return new SeriesStore(List.of(ALL), maxSeries, Duration.ofMinutes(1), maxPoints);
    }

    private static Tick tick(int minute) {
        return new Tick(Instant.EPOCH, Duration.ofMinutes(minute).toNanos());
    }
}
