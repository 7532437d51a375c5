package io.llmdatavault.observability.health;

import java.time.Duration;
import java.time.Instant;

import io.llmdatavault.observability.health.CheckHistory.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckHistoryTests {

    private static final ComponentHealth HEALTHY = ComponentHealth.healthy("Fine.");

    private static final ComponentHealth DEGRADED = ComponentHealth.degraded("Slow.");

    private static final ComponentHealth UNHEALTHY = ComponentHealth.unhealthy("Broken.");

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long seconds;

    @Test
    void hasNothingBeforeTheFirstResult() {
        assertThat(history(1, 1).read(0)).isNull();
    }

    @Test
    void countsTheFirstResultAtOnce() {
        CheckHistory history = history(3, 3);
        Change change = add(history, UNHEALTHY);
        assertThat(change).isNotNull();
        assertThat(change.from()).isNull();
        assertThat(change.isWorse()).isTrue();
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(read(history).lastSuccess()).isEmpty();
    }

    @Test
    void turnsAfterAsManyFailuresInARowAsTheThresholdSays() {
        CheckHistory history = history(3, 1);
        add(history, HEALTHY);
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(add(history, UNHEALTHY)).isNull();
        HealthSnapshot before = read(history);
        assertThat(before.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(before.message()).isEqualTo("Fine.");
        assertThat(before.consecutiveFailures()).isEqualTo(2);
        assertThat(before.lastCheck()).isEqualTo(START.plusSeconds(6));
        assertThat(before.lastSuccess()).contains(START.plusSeconds(4));

        Change change = add(history, UNHEALTHY);
        assertThat(change).isNotNull();
        assertThat(change.from()).isEqualTo(HealthState.HEALTHY);
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(read(history).consecutiveFailures()).isEqualTo(3);
    }

    @Test
    void comesBackAfterAsManySuccessesInARowAsTheThresholdSays() {
        CheckHistory history = history(1, 2);
        add(history, UNHEALTHY);
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
        Change change = add(history, HEALTHY);
        assertThat(change).isNotNull();
        assertThat(change.isWorse()).isFalse();
        assertThat(read(history).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(read(history).consecutiveFailures()).isZero();
    }

    @Test
    void degradedIsNoFailure() {
        CheckHistory history = history(1, 1);
        add(history, HEALTHY);
        assertThat(add(history, DEGRADED)).isNotNull();
        assertThat(read(history).state()).isEqualTo(HealthState.DEGRADED);
        assertThat(read(history).consecutiveFailures()).isZero();
        assertThat(read(history).lastSuccess()).contains(START.plusSeconds(2));
    }

    @Test
    void degradesAfterAsManyResultsInARowAsTheThresholdForFailuresSays() {
        CheckHistory history = history(2, 3);
        add(history, HEALTHY);
        assertThat(add(history, DEGRADED)).isNull();
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(add(history, DEGRADED)).isNull();
        assertThat(add(history, DEGRADED)).isNotNull();
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(add(history, HEALTHY)).isNull();
        assertThat(read(history).state()).isEqualTo(HealthState.DEGRADED);
        assertThat(add(history, HEALTHY)).isNotNull();
        assertThat(read(history).state()).isEqualTo(HealthState.HEALTHY);
    }

    /** Each of them is at least degraded, so degraded is what is sure. */
    @Test
    void worseResultsInARowNeedNotBeEquallyBad() {
        CheckHistory history = history(3, 1);
        add(history, HEALTHY);
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(add(history, DEGRADED)).isNull();
        Change change = add(history, UNHEALTHY);
        assertThat(change).isNotNull();
        assertThat(change.to().message()).isEqualTo("Slow.");
        assertThat(add(history, UNHEALTHY)).isNull();
        assertThat(read(history).state()).isEqualTo(HealthState.DEGRADED);
        assertThat(add(history, UNHEALTHY)).isNotNull();
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void betterResultsInARowNeedNotBeEquallyGood() {
        CheckHistory history = history(1, 2);
        add(history, UNHEALTHY);
        assertThat(add(history, DEGRADED)).isNull();
        Change change = add(history, HEALTHY);
        assertThat(change).isNotNull();
        assertThat(change.isWorse()).isFalse();
        assertThat(read(history).message()).isEqualTo("Slow.");
        assertThat(add(history, HEALTHY)).isNotNull();
        assertThat(read(history).message()).isEqualTo("Fine.");
    }

    @Test
    void takesTheNewMessageWhenTheStateStays() {
        CheckHistory history = history(1, 1);
        add(history, UNHEALTHY);
        assertThat(add(history, ComponentHealth.unhealthy("Worse."))).isNull();
        assertThat(read(history).message()).isEqualTo("Worse.");
    }

    @Test
    void isUnhealthyAtOnceWhenLate() {
        CheckHistory history = history(1, 1);
        add(history, HEALTHY);
        seconds++;
        history.addLate(Duration.ofSeconds(5), now(), nanos());
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(read(history).message()).isEqualTo("No answer within 5s.");
        assertThat(read(history).latency()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void hungCheckReachesItsThreshold() {
        CheckHistory history = history(2, 1);
        add(history, HEALTHY);
        history.addLate(Duration.ofSeconds(5), now(), nanos());
        assertThat(read(history).state()).isEqualTo(HealthState.HEALTHY);
        history.addLate(Duration.ofSeconds(15), now(), nanos());
        assertThat(read(history).state()).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void readsStaleWhenTooOld() {
        CheckHistory history = history(1, 1);
        add(history, HEALTHY);
        seconds += 60;
        assertThat(read(history).state()).isEqualTo(HealthState.HEALTHY);
        HealthSnapshot stale = history.read(nanos() + 1);
        assertThat(stale).isNotNull();
        assertThat(stale.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(stale.message()).isEqualTo("The last result is stale: it is older than 1m.");
        assertThat(stale.lastCheck()).isEqualTo(START.plusSeconds(1));
        add(history, HEALTHY);
        assertThat(read(history).state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void showsEverythingInTheDetails() {
        CheckHistory history = history(1, 1);
        add(history, HEALTHY.withMetadata("freeMb", 7).withMetadata("state", "mine"));
        assertThat(read(history).details())
                .containsEntry("state", "HEALTHY")
                .containsEntry("message", "Fine.")
                .containsEntry("latencyMs", 3L)
                .containsEntry("lastCheck", "2026-01-01T00:00:01Z")
                .containsEntry("lastSuccess", "2026-01-01T00:00:01Z")
                .containsEntry("consecutiveFailures", 0)
                .containsEntry("critical", true)
                .containsEntry("freeMb", 7);
    }

    private Change add(CheckHistory history, ComponentHealth health) {
        seconds++;
        return history.add(health, Duration.ofMillis(3), now(), nanos());
    }

    private HealthSnapshot read(CheckHistory history) {
        HealthSnapshot snapshot = history.read(nanos());
        assertThat(snapshot).isNotNull();
        return snapshot;
    }

    private Instant now() {
        return START.plusSeconds(seconds);
    }

    private long nanos() {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static CheckHistory history(int failureThreshold, int successThreshold) {
        return new CheckHistory(new CheckSettings(
                "thing",
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                failureThreshold,
                successThreshold));
    }
}
