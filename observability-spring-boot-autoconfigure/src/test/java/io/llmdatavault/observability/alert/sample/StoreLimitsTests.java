package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.promql.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StoreLimitsTests {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final List<LabelMatcher> ALL =
            List.of(new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.EQUAL, "x"));

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private long now;

    private String prefix = "number ";

    private static SampleStore store(int maxSeries, long maxBytes) {
        return new SampleStore(List.of(new SelectorReach(ALL, 0)), Duration.ofHours(1), maxSeries, maxBytes);
    }

    private int write(SampleWriter writer, int from, int to) {
        now += INTERVAL.toMillis();
        writer.begin(now);
        int refused = 0;
        for (int i = from; i < to; i++) {
            SampleRow row =
                    writer.row(Labels.EMPTY.with(Labels.METRIC_NAME, "x").with("n", prefix + i));
            if (row == null) {
                refused++;
            } else {
                writer.write(row, i);
            }
        }
        writer.end(true);
        return refused;
    }

    @Test
    void leavesOutSeriesThatDoNotFitAndSaysSoOnce(CapturedOutput output) {
        SampleStore store = store(10, 1_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        assertThat(write(writer, 0, 12)).isEqualTo(2);
        assertThat(write(writer, 0, 12)).isEqualTo(2);
        assertThat(store.size()).isEqualTo(10);
        assertThat(output)
                .containsOnlyOnce("Alert rules select more than 10 series")
                .contains("vault.observability.alerts.max-series", "vault.observability.alerts.max-memory");
    }

    @Test
    void leavesOutSeriesThatNeedTooMuchMemory(CapturedOutput output) {
        SampleStore store = store(1000, 100_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        assertThat(write(writer, 0, 100)).isEqualTo(100 - store.size());
        assertThat(store.size()).isBetween(30, 36);
        assertThat(store.bytes()).isBetween(95_000L, 100_000L);
        assertThat(output).containsOnlyOnce("or more than 100000 bytes of samples and labels");
    }

    /** A series takes about 2.7 kB for its samples and itself. */
    @ParameterizedTest
    @CsvSource({"a, 73, 79", "é, 73, 79", "€, 41, 45"})
    void longLabelsTakeRoomToo(String character, int least, int most, CapturedOutput output) {
        SampleStore store = store(1000, 1_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        prefix = character.repeat(10_000);
        assertThat(write(writer, 0, 100)).isEqualTo(100 - store.size());
        assertThat(store.size()).isBetween(least, most);
        assertThat(store.bytes()).isLessThanOrEqualTo(1_000_000);
        assertThat(output).containsOnlyOnce("further series of the meters are left out");
    }

    @Test
    void whatLongLabelsTookIsFreeAgainAndForShortOnesThereIsRoom() {
        SampleStore store = store(1000, 1_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        write(writer, 0, 1);
        long one = store.bytes();
        prefix = "x".repeat(100_000);
        assertThat(write(writer, 10, 30)).isGreaterThan(10);
        prefix = "number ";
        assertThat(write(writer, 0, 5)).isZero();
        for (int i = 0; i < 300; i++) {
            write(writer, 0, 1);
        }
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.bytes()).isEqualTo(one);
    }

    @Test
    void aLongLabelThatSeriesShareTakesRoomOnce() {
        SampleStore store = store(1000, 1_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        writer.begin(INTERVAL.toMillis());
        for (int i = 0; i < 100; i++) {
            Labels labels = Labels.of(Map.of(Labels.METRIC_NAME, "x", "n", "" + i, "long", "x".repeat(500_000)));
            writer.write(writer.row(labels), i);
        }
        writer.end(true);
        assertThat(store.bytes()).isBetween(700_000L, 900_000L);
    }

    @Test
    void whatIsNotSelectedNeedsNoRoom() {
        SampleWriter writer = store(0, 0).writer("the meters", INTERVAL);
        assertThat(writer.row(Labels.EMPTY.with(Labels.METRIC_NAME, "y"))).isNull();
        assertThat(log.lines()).noneMatch(line -> line.contains("Alert rules"));
    }

    @Test
    void thereIsRoomAgainWhenSeriesHaveEnded() {
        SampleStore store = store(10, 1_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        write(writer, 0, 10);
        int vacancies = store.vacancies();
        int refused = 10;
        for (int i = 0; i < 300 && refused > 0; i++) {
            refused = write(writer, 10, 20);
        }
        assertThat(refused).isZero();
        assertThat(store.vacancies()).isGreaterThan(vacancies);
        assertThat(store.size()).isEqualTo(10);
    }

    /** At every age, and for many series as for few: arrays are what most of the memory is. */
    @Test
    void aKeptSampleTakesSixteenBytesAtMost() {
        SampleStore store = store(1000, 10_000_000);
        SampleWriter writer = store.writer("the meters", INTERVAL);
        for (int tick = 0; tick < 1000; tick++) {
            write(writer, 0, 100);
            List<Series> all = store.series(ALL, 0, now);
            long kept = 0;
            long bytes = 8L * all.get(0).timestamps().length;
            for (Series series : all) {
                kept += series.to() - series.from();
                bytes += 8L * series.values().length;
            }
            assertThat(bytes).isLessThanOrEqualTo(16 * kept + 64L * all.size());
            assertThat(store.bytes()).isGreaterThanOrEqualTo(bytes);
        }
    }
}
