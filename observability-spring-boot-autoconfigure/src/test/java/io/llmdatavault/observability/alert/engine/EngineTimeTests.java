package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.file;
import static io.llmdatavault.observability.alert.engine.SteppedEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** Long intervals, holes in what is recorded, and clocks that are set. */
class EngineTimeTests {

    private SteppedEngine engine;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aSampleIsSeenUntilTheNextOneHoweverLongTheInterval() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  interval: 1m
                  rules:
                  - {alert: Now, expr: depth > 10}
                  - {alert: Earlier, expr: depth offset 3m > 10}
                """), 10, List.of(), Duration.ofMinutes(10));
        engine.set("depth", 11);
        engine.steps(4);
        for (int minute = 4; minute < 35; minute++) {
            assertThat(engine.step().active()).containsExactly("now firing", "earlier firing");
        }
        assertThat(engine.samplings()).isEqualTo(4);
        engine.remove("depth");
        engine.steps(10);
        assertThat(engine.active()).isEmpty();
    }

    @Test
    void samplesAreKeptForAsLongAsTheyAreLookedFor() {
        engine = new SteppedEngine(
                List.of(SteppedEngine.group(rule("late", "depth offset 25h > 10"))),
                10,
                List.of(),
                Duration.ofHours(1));
        engine.set("depth", 11);
        engine.step();
        engine.set("depth", 0);
        engine.steps(24);
        assertThat(engine.active()).isEmpty();
        assertThat(engine.step().active()).containsExactly("late firing");
        assertThat(engine.step().active()).isEmpty();
    }

    /** As in Prometheus, where an error ends no series. */
    @Test
    void whatIsRecordedIsSeenWhileItsRuleIsInError() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - {record: merged, expr: depth, labels: {queue: all}}
                  - {alert: Deep, expr: merged > 0}
                  - {alert: Both, expr: "depth + on () group_left () other > 0", labels: {queue: all}}
                  - {alert: Told, expr: "ALERTS{alertname='Both'}"}
                """));
        engine.set("depth{queue=a}", 1);
        engine.set("other", 1);
        engine.step();
        assertThat(engine.active()).containsExactly("deep firing", "both firing", "told firing");
        engine.set("depth{queue=b}", 1);
        for (int i = 0; i < 20; i++) {
            engine.step();
            assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
            assertThat(engine.status(2).state()).isEqualTo(RuleStatus.State.ERROR);
            assertThat(engine.active()).containsExactly("deep firing", "both firing", "told firing");
        }
        engine.step();
        assertThat(engine.active()).containsExactly("both firing");
        engine.remove("depth{queue=b}");
        assertThat(engine.step().active()).containsExactly("deep firing", "both firing", "told firing");
        assertThat(engine.query("count_over_time(merged[10m])").value(0)).isEqualTo(2);
        engine.remove("depth{queue=a}");
        assertThat(engine.step().active()).isEmpty();
    }

    /** As in Prometheus, which knows since when an alert is pending also after a failure. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timeGoesOnWhileARuleIsInError(boolean everyRule) {
        engine = SteppedEngine.of(rule("both", "a + on (x) b > 0").pendingFor(Duration.ofMinutes(10)));
        engine.set("a{x=1}", 1);
        engine.set("b{x=1,y=1}", 1);
        engine.steps(10);
        engine.broken = everyRule;
        engine.set("b{x=1,y=2}", 1);
        for (int i = 0; i < 10; i++) {
            engine.step();
            assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        }
        engine.broken = false;
        engine.remove("b{x=1,y=2}");
        assertThat(engine.steps(20).active()).containsExactly("both pending");
        assertThat(engine.time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(engine.step().active()).containsExactly("both firing");
    }

    @Test
    void theTimesOfAlertsMoveWithTheClock() {
        engine = SteppedEngine.of(
                rule("deep", "depth > 0").pendingFor(Duration.ofSeconds(15)),
                rule("old", "time() - ALERTS_FOR_STATE{alertname='deep'} > 1000"));
        engine.set("depth", 1);
        engine.steps(3);
        AlertInstance before = engine.status(0).active().get(0);
        for (long seconds : new long[] {-3600, 3600}) {
            engine.set = Duration.ofSeconds(seconds);
            engine.step();
            AlertInstance after = engine.status(0).active().get(0);
            assertThat(after.activeAt()).isEqualTo(before.activeAt().plusSeconds(seconds));
            assertThat(after.firedAt()).isEqualTo(firedAt(before).plusSeconds(seconds));
            assertThat(engine.active()).containsExactly("deep firing");
        }
    }

    private static Instant firedAt(AlertInstance alert) {
        assertThat(alert.firedAt()).isNotNull();
        return alert.firedAt();
    }

    /** The machine may have slept, in which time the clock that measures durations stands still. */
    @ParameterizedTest
    @CsvSource({"46, pending", "44, firing", "-3600, firing"})
    void waitsAnewWhenTheClockHasGoneFarAhead(long seconds, String state) {
        engine = SteppedEngine.of(rule("deep", "depth > 0").pendingFor(Duration.ofSeconds(60)));
        engine.set("depth", 1);
        engine.steps(3);
        engine.set = Duration.ofSeconds(seconds);
        assertThat(engine.steps(2).active()).containsExactly("deep " + state);
        assertThat(engine.steps(3).active()).containsExactly("deep firing");
    }
}
