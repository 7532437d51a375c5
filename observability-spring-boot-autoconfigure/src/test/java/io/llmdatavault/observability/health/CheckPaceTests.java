package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

import io.llmdatavault.observability.health.CheckHistory.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.RETURNS_MOCKS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** How often a check is run and how often its component turns, in seconds that are stepped. */
class CheckPaceTests {

    private final ScheduledExecutorService scheduler = mock(ScheduledExecutorService.class, RETURNS_MOCKS);

    private final List<HealthState> changes = new ArrayList<>();

    private final List<String> messages = new ArrayList<>();

    private final List<Long> runs = new ArrayList<>();

    private long second;

    private boolean up = true;

    private boolean exhausted;

    private Runnable meanwhile = () -> {};

    private ComponentHealth down = ComponentHealth.unhealthy("Down.");

    @Test
    void aFlappingBackendTurnsNothingWithThresholds() {
        CheckRunner runner = runner(1, 1, 3, 3);
        step(runner, 120, 1);
        assertThat(runs).hasSize(120);
        assertThat(changes).containsExactly(HealthState.HEALTHY);
    }

    @Test
    void aFlappingBackendTurnsNoOftenerThanTheThresholdsAllow() {
        CheckRunner runner = runner(1, 1, 3, 2);
        step(runner, 120, 4);
        // Four seconds down are three failures and a turn, four seconds up two successes and a turn.
        assertThat(changes).hasSize(120 / 4);
    }

    @Test
    void aBackendThatIsNowAndThenSlowTurnsNothingWithThresholds() {
        down = ComponentHealth.degraded("Slow.");
        CheckRunner runner = runner(1, 1, 3, 3);
        step(runner, 120, 1);
        assertThat(runs).hasSize(120);
        assertThat(changes).containsExactly(HealthState.HEALTHY);
    }

    @Test
    void aFlappingBackendTurnsAtEachResultWithoutThresholds() {
        CheckRunner runner = runner(1, 1, 1, 1);
        step(runner, 10, 1);
        assertThat(changes).hasSize(10);
    }

    @Test
    void aComponentThatIsDownIsAskedLessOften() {
        CheckRunner runner = runner(10, 30, 1, 1);
        up = true;
        refreshEvery(runner, 10, 30);
        up = false;
        refreshEvery(runner, 10, 100);
        assertThat(runs).containsExactly(0L, 10L, 20L, 30L, 60L, 90L, 120L);
        up = true;
        refreshEvery(runner, 10, 60);
        assertThat(runs).endsWith(120L, 150L, 160L, 170L, 180L);
    }

    @Test
    void aComponentThatIsAskedLessOftenIsNotStaleMeanwhile() {
        CheckRunner runner = runner(10, 600, 1, 1);
        up = false;
        refreshEvery(runner, 10, 590);
        assertThat(runs).containsExactly(0L);
        assertThat(runner.read().message()).isEqualTo("Down.");
        second += 3 * 600;
        assertThat(runner.read().message()).contains("stale");
    }

    @Test
    void staleIsOneChangeAndTheNextResultCountsAtOnce() {
        CheckRunner runner = runner(10, 10, 3, 3);
        refreshEvery(runner, 10, 30);
        exhausted = true;
        refreshEvery(runner, 10, 60);
        assertThat(changes).containsExactly(HealthState.HEALTHY);
        refreshEvery(runner, 10, 300);
        assertThat(changes).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY);
        assertThat(messages).endsWith("The last result is stale: it is older than 1m.");
        assertThat(runner.read().message()).isEqualTo("The last result is stale: it is older than 1m.");
        exhausted = false;
        refreshEvery(runner, 10, 30);
        assertThat(changes).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY, HealthState.HEALTHY);
        assertThat(runner.read().state()).isEqualTo(HealthState.HEALTHY);
    }

    /** Else an old success would be shown as if it were new. */
    @Test
    void failureAfterAStaleResultCountsAtOnce() {
        CheckRunner runner = runner(10, 10, 3, 3);
        refreshEvery(runner, 10, 30);
        exhausted = true;
        refreshEvery(runner, 10, 100);
        exhausted = false;
        up = false;
        refreshEvery(runner, 10, 10);
        assertThat(runner.read().message()).isEqualTo("Down.");
        assertThat(changes).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY);
    }

    @Test
    void componentThatIsDownAnywayDoesNotChangeByBeingStale() {
        CheckRunner runner = runner(10, 10, 1, 1);
        up = false;
        refreshEvery(runner, 10, 10);
        exhausted = true;
        refreshEvery(runner, 10, 300);
        assertThat(runner.read().message()).contains("stale");
        assertThat(changes).containsExactly(HealthState.UNHEALTHY);
    }

    /** A machine that slept: the result that is due is more than its lack. */
    @Test
    void pauseOfTheProcessIsNoChange() {
        CheckRunner runner = runner(10, 10, 1, 1);
        refreshEvery(runner, 10, 30);
        second += 3600;
        assertThat(runner.read().message()).contains("stale");
        refreshEvery(runner, 10, 30);
        assertThat(changes).containsExactly(HealthState.HEALTHY);
    }

    /** Its last result says that it is well, not that it is down: it is the next look that is missing. */
    @Test
    void componentThatIsStaleIsNotDown() {
        CheckRunner runner = runner(10, 600, 1, 1);
        refreshEvery(runner, 10, 30);
        exhausted = true;
        refreshEvery(runner, 10, 100);
        assertThat(changes).containsExactly(HealthState.HEALTHY, HealthState.UNHEALTHY);
        exhausted = false;
        refreshEvery(runner, 10, 20);
        assertThat(runs).containsExactly(0L, 10L, 20L, 130L, 140L);
        assertThat(changes).endsWith(HealthState.HEALTHY);
    }

    @Test
    void lookThatGotNoThreadIsTriedAgainSoon() {
        CheckRunner runner = runner(10, 600, 1, 1);
        up = false;
        refreshEvery(runner, 10, 600);
        exhausted = true;
        refreshEvery(runner, 10, 10);
        exhausted = false;
        refreshEvery(runner, 10, 10);
        assertThat(runs).containsExactly(0L, 610L);
    }

    @Test
    void componentThatIsDownIsAskedAtOnceAfterANewStart() {
        CheckRunner runner = runner(10, 600, 1, 1);
        up = false;
        refreshEvery(runner, 10, 30);
        runner.forget();
        up = true;
        refreshEvery(runner, 10, 10);
        assertThat(runs).containsExactly(0L, 30L);
        assertThat(runner.read().state()).isEqualTo(HealthState.HEALTHY);
    }

    /** Else coming back would take as many long intervals as the threshold says. */
    @Test
    void componentThatIsAboutToComeBackIsAskedAtItsUsualPace() {
        CheckRunner runner = runner(10, 600, 1, 3);
        up = false;
        refreshEvery(runner, 10, 600);
        up = true;
        refreshEvery(runner, 10, 30);
        assertThat(runs).containsExactly(0L, 600L, 610L, 620L);
        assertThat(changes).containsExactly(HealthState.UNHEALTHY, HealthState.HEALTHY);
    }

    @Test
    void resultOnItsWayIsWaitedFor() {
        CheckRunner runner = runner(10, 10, 1, 1);
        refreshEvery(runner, 10, 30);
        List<Runnable> onTheirWay = new ArrayList<>();
        runner.refresh(onTheirWay::add, scheduler);
        second += 3600;
        refreshEvery(runner, 10, 30);
        onTheirWay.forEach(Runnable::run);
        assertThat(changes).containsExactly(HealthState.HEALTHY);
    }

    @Test
    void newsComeInTheirOrder() {
        CheckRunner runner = runner(10, 10, 1, 1);
        List<Runnable> limits = new ArrayList<>();
        when(scheduler.schedule(any(Runnable.class), anyLong(), any())).thenAnswer(call -> {
            limits.add(call.getArgument(0));
            return mock(ScheduledFuture.class);
        });
        up = false;
        List<Runnable> onTheirWay = new ArrayList<>();
        runner.refresh(onTheirWay::add, scheduler);
        meanwhile = () -> {
            onTheirWay.forEach(Runnable::run);
            up = true;
            second += 10;
            runner.refresh(Runnable::run, scheduler);
        };
        limits.get(0).run();
        assertThat(changes).containsExactly(HealthState.UNHEALTHY, HealthState.HEALTHY);
    }

    /** Changes sides as often as told, one run a second. */
    private void step(CheckRunner runner, int seconds, int each) {
        for (int i = 0; i < seconds; i++) {
            up = (i / each) % 2 == 0;
            runner.refresh(Runnable::run, scheduler);
            second++;
        }
    }

    private void refreshEvery(CheckRunner runner, int interval, int seconds) {
        for (int i = 0; i < seconds; i += interval) {
            try {
                runner.refresh(this::execute, scheduler);
            } catch (OutOfMemoryError ex) {
                assertThat(exhausted).isTrue();
            }
            second += interval;
        }
    }

    private void execute(Runnable run) {
        if (exhausted) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        run.run();
    }

    private CheckRunner runner(int interval, int downInterval, int failureThreshold, int successThreshold) {
        CheckSettings settings = new CheckSettings(
                "flapping",
                true,
                Duration.ofSeconds(1),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(downInterval),
                Duration.ofSeconds(60),
                failureThreshold,
                successThreshold);
        CheckRunner.Listener listener = new CheckRunner.Listener() {

            @Override
            public void changed(CheckSettings settings, Change change) {
                Runnable once = meanwhile;
                meanwhile = () -> {};
                once.run();
                changes.add(change.to().state());
                messages.add(change.to().message());
            }

            @Override
            public void ended(CheckSettings settings, Duration latency) {}
        };
        HealthCheck check = DefaultHealthMonitorTests.check("flapping", () -> {
            runs.add(second);
            return up ? ComponentHealth.healthy("Up.") : down;
        });
        return new CheckRunner(
                check, settings, listener, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> second * 1_000_000_000L);
    }
}
