package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.llmdatavault.observability.health.CheckHistory.Change;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class DefaultHealthMonitorTests {

    /** Of checks that hang. */
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    /** Of checks that answer: more than a busy machine takes to run one. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final List<HungCheck> hung = new ArrayList<>();

    private final CheckEngine engine = new CheckEngine(Duration.ZERO, null, false);

    @AfterEach
    void release() {
        hung.forEach(HungCheck::release);
        engine.stop();
        await().until(DefaultHealthMonitorTests::threads, List::isEmpty);
    }

    @Test
    void hungChecksHoldUpNoOther() {
        AtomicInteger runs = new AtomicInteger();
        List<HealthCheck> checks = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> checks.add(hung("hung-" + i)));
        IntStream.range(0, 10)
                .forEach(i -> checks.add(check("good-" + i, () -> {
                    runs.incrementAndGet();
                    return ComponentHealth.healthy("Fine.");
                })));
        HealthMonitor monitor = start(checks);
        await().untilAsserted(() -> assertThat(monitor.snapshots()).hasSize(60));
        IntStream.range(0, 50)
                .forEach(i -> assertThat(monitor.snapshot("hung-" + i))
                        .hasValueSatisfying(
                                snapshot -> assertThat(snapshot.message()).isEqualTo("No answer within 200ms.")));
        int before = runs.get();
        await().until(() -> runs.get() >= before + 50);
        IntStream.range(0, 10)
                .forEach(i -> assertThat(monitor.snapshot("good-" + i))
                        .hasValueSatisfying(
                                snapshot -> assertThat(snapshot.state()).isEqualTo(HealthState.HEALTHY)));
        // Their threads notice it when they are given the processor.
        await().untilAsserted(() -> assertThat(hung)
                .allSatisfy(check -> assertThat(check.interrupted).isTrue()));
        assertThat(hung).allSatisfy(check -> assertThat(check.runs).isOne());
        assertThat(threads().stream().filter(name -> name.startsWith("vault-health-check-")))
                .hasSizeBetween(50, 60);
    }

    @Test
    void recoversWhenTheHungCheckEnds() {
        HungCheck check = hung("hung");
        HealthMonitor monitor = start(List.of(check));
        await().until(() -> state(monitor, "hung") == HealthState.UNHEALTHY);
        assertThat(monitor.complete()).isTrue();
        check.release();
        await().until(() -> state(monitor, "hung") == HealthState.HEALTHY);
        assertThat(check.runs).isGreaterThan(1);
    }

    @Test
    void goesOnCountingWhileTheCheckHangs() {
        HealthMonitor monitor = start(List.of(hung("hung")));
        await().until(() -> monitor.snapshot("hung").stream().anyMatch(hung -> hung.consecutiveFailures() > 3));
    }

    @Test
    void survivesWhateverIsThrownAndLogsEachChangeOnce(CapturedOutput output) {
        AtomicInteger runs = new AtomicInteger();
        HealthMonitor monitor = start(List.of(check("broken", () -> {
            int run = runs.incrementAndGet();
            if (run < 5) {
                throw new StackOverflowError("password=Planted-4711");
            }
            return run < 10 ? null : ComponentHealth.healthy("Fine.");
        })));
        // The snapshot is there before its line is.
        await().until(() -> output.getOut().contains("Component broken is HEALTHY again: Fine."));
        assertThat(state(monitor, "broken")).isEqualTo(HealthState.HEALTHY);
        assertThat(output)
                .containsOnlyOnce("Component broken is UNHEALTHY: The check failed. Cause: masked")
                .containsOnlyOnce("Component broken is HEALTHY again: Fine.")
                .doesNotContain("Planted");
    }

    @Test
    void tellsEachFurtherReasonAtDebug(CapturedOutput output) {
        Logger logger = (Logger) LoggerFactory.getLogger(HealthMonitor.class);
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            AtomicInteger runs = new AtomicInteger();
            start(List.of(check("broken", () -> {
                if (runs.incrementAndGet() == 1) {
                    return ComponentHealth.unhealthy("The index is broken.");
                }
                throw new IllegalStateException("later reason, password=Planted-4711");
            })));
            await().until(() -> runs.get() > 2);
        } finally {
            logger.setLevel(before);
        }
        assertThat(output)
                .containsOnlyOnce("Component broken is UNHEALTHY: The index is broken.")
                .contains("Component broken answers UNHEALTHY: The check failed. Cause: masked")
                .doesNotContain("Planted", "\tat ");
    }

    @Test
    void showsNothingOfAnException() {
        HealthMonitor monitor = start(List.of(check("broken", () -> {
            throw new IllegalStateException("password=Planted-4711");
        })));
        await().until(() -> monitor.snapshot("broken").isPresent());
        assertThat(monitor.snapshot("broken").orElseThrow().details().toString())
                .contains("The check failed.")
                .doesNotContain("Planted")
                .doesNotContain("Exception");
    }

    @Test
    void leavesNoInterruptBehind() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        CheckRunner.Listener listener = new CheckRunner.Listener() {

            @Override
            public void changed(CheckSettings settings, Change change) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }

            @Override
            public void ended(CheckSettings settings, Duration latency) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        };
        start(
                List.of(check("nosy", () -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                    return ComponentHealth.healthy("Fine.");
                })),
                listener);
        await().until(() -> interrupted.size() > 5);
        assertThat(interrupted).containsOnly(false);
    }

    @Test
    void brokenListenerBreaksNothing() {
        CheckRunner.Listener broken = new CheckRunner.Listener() {

            @Override
            public void changed(CheckSettings settings, Change change) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void ended(CheckSettings settings, Duration latency) {
                throw new IllegalStateException("listener");
            }
        };
        AtomicInteger runs = new AtomicInteger();
        start(
                List.of(check("fine", () -> {
                    runs.incrementAndGet();
                    return ComponentHealth.healthy("Fine.");
                })),
                broken);
        await().until(() -> runs.get() > 3);
    }

    @Test
    void weighsCriticalComponentsTwice() {
        HealthCheck bad = check("bad", () -> ComponentHealth.unhealthy("Broken."));
        HealthCheck good = check("good", () -> ComponentHealth.healthy("Fine."));
        DefaultHealthMonitor monitor = new DefaultHealthMonitor(
                List.of(
                        runner(bad, true, new ChangeLog(text -> text, () -> null)),
                        runner(good, false, new ChangeLog(text -> text, () -> null))),
                engine,
                null,
                () -> {});
        assertThat(monitor.score()).isNaN();
        assertThat(monitor.complete()).isFalse();
        engine.start();
        await().until(monitor::complete);
        assertThat(monitor.score()).isCloseTo(1 / 3.0, within(0.001));
        assertThat(monitor.criticalComponents()).containsExactly("bad");
        assertThat(monitor.components()).containsExactly("bad", "good");
    }

    @Test
    void startsWithMetricsThatDoNothing() {
        VaultMetrics silent = mock(VaultMetrics.class);
        HealthCheck good = check("good", () -> ComponentHealth.healthy("Fine."));
        DefaultHealthMonitor monitor = new DefaultHealthMonitor(
                List.of(runner(good, false, new ChangeLog(text -> text, () -> null))), engine, () -> silent, () -> {});
        monitor.afterSingletonsInstantiated();
        engine.start();
        await().until(monitor::complete);
    }

    @Test
    void interruptsWhatRunsAndLeavesNoThreads(CapturedOutput output) {
        AtomicInteger runs = new AtomicInteger();
        List<String> ends = new CopyOnWriteArrayList<>();
        start(List.of(check("patient", () -> {
            runs.incrementAndGet();
            try {
                new CountDownLatch(1).await();
                return ComponentHealth.healthy("Never.");
            } finally {
                ends.add("interrupted");
            }
        })));
        await().until(() -> runs.get() == 1);
        assertThat(threads()).containsExactlyInAnyOrder("vault-health-scheduler", "vault-health-check-1");
        engine.stop();
        await().until(() -> threads().isEmpty());
        assertThat(ends).isNotEmpty();
        assertThat(engine.isRunning()).isFalse();
        // That it was interrupted is no failure of its.
        assertThat(output).doesNotContain("Component patient is UNHEALTHY");
        engine.start();
        assertThat(engine.isRunning()).isTrue();
        await().until(() -> runs.get() == 2);
    }

    @Test
    void runsAgainAfterARunThatGotNoThread() {
        HealthCheck check = check("fine", () -> ComponentHealth.healthy("Fine."));
        CheckRunner runner = runner(check, true, new ChangeLog(text -> text, () -> null));
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            Executor exhausted = task -> {
                throw new OutOfMemoryError("unable to create native thread");
            };
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> runner.refresh(exhausted, scheduler));
            assertThat(runner.isRunning()).isFalse();
            runner.refresh(Runnable::run, scheduler);
            assertThat(runner.read().state()).isEqualTo(HealthState.HEALTHY);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void namesWhatDoesNotEndWhenItStops(CapturedOutput output) {
        start(List.of(hung("stubborn")));
        await().until(() -> threads().size() == 2);
        engine.stop();
        assertThat(output).contains("do not end when they are interrupted; running were: [stubborn]");
    }

    private HungCheck hung(String name) {
        HungCheck check = new HungCheck(name);
        hung.add(check);
        return check;
    }

    private DefaultHealthMonitor start(List<HealthCheck> checks) {
        return start(checks, new ChangeLog(text -> "masked", () -> null));
    }

    private DefaultHealthMonitor start(List<HealthCheck> checks, CheckRunner.Listener listener) {
        DefaultHealthMonitor monitor = new DefaultHealthMonitor(
                checks.stream().map(check -> runner(check, true, listener)).toList(), engine, () -> null, () -> {});
        engine.start();
        return monitor;
    }

    private static CheckRunner runner(HealthCheck check, boolean critical, CheckRunner.Listener listener) {
        Duration timeout = check instanceof HungCheck ? TIMEOUT : PATIENCE;
        CheckSettings settings =
                new CheckSettings(check.name(), critical, timeout, INTERVAL, INTERVAL, Duration.ofSeconds(60), 1, 1);
        return new CheckRunner(check, settings, listener, Clock.systemUTC(), System::nanoTime);
    }

    private static HealthState state(HealthMonitor monitor, String name) {
        return monitor.snapshot(name).map(HealthSnapshot::state).orElse(null);
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("vault-health"))
                .toList();
    }

    static HealthCheck check(String name, Probe probe) {
        return new HealthCheck() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public ComponentHealth check() throws Exception {
                return probe.probe();
            }
        };
    }

    @FunctionalInterface
    interface Probe {

        ComponentHealth probe() throws Exception;
    }
}
