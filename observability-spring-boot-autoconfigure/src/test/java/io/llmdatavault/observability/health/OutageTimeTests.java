package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.llmdatavault.observability.health.CheckHistory.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How soon an outage is seen, and how soon its end, whenever in the interval it comes. The time is stepped. */
class OutageTimeTests {

    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What the backend takes when it answers. */
    private static final Duration ANSWER = Duration.ofMillis(20);

    private final VirtualTime time = new VirtualTime();

    private final List<Duration> moments = new ArrayList<>();

    private final List<HealthState> states = new ArrayList<>();

    private boolean up = true;

    /** An outage is one without any answer; otherwise one with a refusal. */
    private boolean silent;

    /** Over more than an interval, out of step with it. */
    static LongStream beginnings() {
        return LongStream.rangeClosed(0, 20).map(part -> 60_000 + part * 540);
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void refusalIsSeenWithinOneRefreshAndSoIsItsEnd(long beginning) {
        Duration end = Duration.ofMillis(beginning * 3);
        haveOutage(Duration.ofMillis(beginning), end);
        assertThat(states).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY, HealthState.HEALTHY);
        assertThat(moments.get(1).minusMillis(beginning)).isBetween(Duration.ZERO, REFRESH.plus(ANSWER));
        assertThat(moments.get(2).minus(end)).isBetween(Duration.ZERO, REFRESH.plus(ANSWER));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void silenceIsSeenWithinRefreshAndTimeLimitAndItsEndWithinOneRefresh(long beginning) {
        silent = true;
        Duration end = Duration.ofMillis(beginning * 3);
        haveOutage(Duration.ofMillis(beginning), end);
        assertThat(states).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY, HealthState.HEALTHY);
        assertThat(moments.get(1).minusMillis(beginning)).isBetween(TIMEOUT.minus(ANSWER), REFRESH.plus(TIMEOUT));
        assertThat(moments.get(2).minus(end)).isBetween(Duration.ZERO, REFRESH.plus(ANSWER));
    }

    /** Shorter than the time limit: there is a late answer, and no outage. */
    @Test
    void silenceThatEndsInTimeIsNoOutage() {
        silent = true;
        haveOutage(Duration.ofMinutes(1), Duration.ofMinutes(1).plus(TIMEOUT).minus(ANSWER));
        assertThat(states).containsExactly(HealthState.HEALTHY);
    }

    /** Up for a second and down for a second, for a minute; results come each {@code refresh} milliseconds. */
    @ParameterizedTest
    @CsvSource({
        "100, 3, 2, 60",
        "100, 10, 10, 60",
        "100, 10, 11, 2",
        "100, 11, 1, 1",
        "500, 2, 2, 60",
        "500, 2, 3, 2",
        "500, 3, 3, 1",
        "1000, 2, 1, 1"
    })
    void flappingBackendTurnsOnlyWithAsManyResultsInARow(
            int refresh, int failureThreshold, int successThreshold, int changes) {
        for (int second = 1; second <= 60; second++) {
            boolean then = second % 2 == 0;
            time.at(Duration.ofSeconds(second), () -> up = then);
        }
        start(Duration.ofMillis(refresh), failureThreshold, successThreshold);
        time.pass(Duration.ofSeconds(60));
        assertThat(states).hasSize(changes);
    }

    private void haveOutage(Duration from, Duration to) {
        time.at(from, () -> up = false);
        time.at(to, () -> up = true);
        start(REFRESH, 1, 1);
        time.pass(to.plusMinutes(1));
    }

    private void start(Duration refresh, int failureThreshold, int successThreshold) {
        CheckSettings settings = new CheckSettings(
                "stepped", true, TIMEOUT, refresh, refresh, Duration.ofSeconds(60), failureThreshold, successThreshold);
        CheckRunner.Listener listener = new CheckRunner.Listener() {

            @Override
            public void changed(CheckSettings settings, Change change) {
                moments.add(Duration.ofNanos(time.nanoTime()));
                states.add(change.to().state());
            }

            @Override
            public void ended(CheckSettings settings, Duration latency) {}
        };
        CheckRunner runner = new CheckRunner(
                DefaultHealthMonitorTests.check("stepped", this::ask),
                settings,
                listener,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                time::nanoTime);
        CheckEngine.schedule(() -> runner.refresh(time.timer(), time.timer()), settings, time.timer());
    }

    private ComponentHealth ask() {
        time.pass(ANSWER);
        time.passWhile(() -> silent && !up);
        return up ? ComponentHealth.healthy("Up.") : ComponentHealth.unhealthy("Down.");
    }
}
