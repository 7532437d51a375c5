package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When checks run, and on which threads. */
class CheckEngineTests {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final List<CountDownLatch> latches = new ArrayList<>();

    private final List<CheckEngine> engines = new ArrayList<>();

    @AfterEach
    void release() {
        latches.forEach(CountDownLatch::countDown);
        engines.forEach(CheckEngine::stop);
        await().until(DefaultHealthMonitorTests::threads, List::isEmpty);
    }

    @Test
    void hasTheFirstResultsWhenItHasStarted() {
        CheckEngine engine = engine(Duration.ofSeconds(10));
        CountDownLatch soon = new CountDownLatch(1);
        latches.add(soon);
        CheckRunner slow = runner("slow", () -> {
            soon.await();
            return ComponentHealth.healthy("Fine.");
        });
        CheckRunner quick = runner("quick", () -> {
            soon.countDown();
            return ComponentHealth.healthy("Fine.");
        });
        engine.add(slow);
        engine.add(quick);
        engine.start();
        assertThat(slow.read()).isNotNull();
        assertThat(quick.read()).isNotNull();
    }

    @Test
    void waitsNoLongerThanItsTimeLimit() {
        CheckEngine engine = engine(Duration.ofMillis(100));
        engine.add(hung("hung", Duration.ofSeconds(30)));
        long start = System.nanoTime();
        engine.start();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(95), Duration.ofSeconds(25));
    }

    @Test
    void waitsAgainWhenItIsStartedAgain() {
        CheckEngine engine = engine(Duration.ofSeconds(10));
        Thread starting = Thread.currentThread();
        AtomicInteger ended = new AtomicInteger();
        engine.add(runner("slow", () -> {
            await().until(() -> starting.getState() == Thread.State.TIMED_WAITING);
            ended.incrementAndGet();
            return ComponentHealth.healthy("Fine.");
        }));
        engine.start();
        assertThat(ended.get()).isPositive();
        engine.stop();
        int before = ended.get();
        engine.start();
        assertThat(ended.get()).isGreaterThan(before);
    }

    @Test
    void checkThatHungAtTheStopIsNotEnteredAgain() {
        CheckEngine engine = engine(Duration.ofMillis(10));
        HungCheck hung = new HungCheck("hung");
        CheckRunner stuck = runner(hung, Duration.ofMillis(300));
        engine.add(stuck);
        engine.start();
        await().until(() -> hung.runs == 1);
        engine.stop();
        HealthSnapshot before = stuck.read();
        AtomicInteger others = new AtomicInteger();
        engine.add(runner("good", () -> {
            others.incrementAndGet();
            return ComponentHealth.healthy("Fine.");
        }));
        engine.start();
        try {
            await().until(() -> stuck.read() != before && stuck.read().consecutiveFailures() > 3);
            assertThat(stuck.read().message()).isEqualTo("No answer within 300ms.");
            await().until(() -> others.get() > 3);
            assertThat(hung.runs).isOne();
        } finally {
            hung.release();
        }
        await().until(() -> stuck.read().state() == HealthState.HEALTHY);
        assertThat(hung.runs).isGreaterThan(1);
    }

    @Test
    void runsWhatIsAddedLaterAndNotWhatIsRemoved() {
        CheckEngine engine = engine(Duration.ZERO);
        engine.start();
        AtomicInteger runs = new AtomicInteger();
        CheckRunner counted = runner("counted", () -> {
            runs.incrementAndGet();
            return ComponentHealth.healthy("Fine.");
        });
        engine.add(counted);
        await().until(() -> runs.get() > 2);
        engine.remove(counted);
        int after = runs.get();
        AtomicInteger others = new AtomicInteger();
        engine.add(runner("other", () -> {
            others.incrementAndGet();
            return ComponentHealth.healthy("Fine.");
        }));
        await().until(() -> others.get() > 4);
        assertThat(runs.get()).isBetween(after, after + 1);
    }

    @Test
    void whatIsRemovedWhileItHangsTakesNoThreadFromOthers() {
        CheckEngine engine = engine(Duration.ZERO);
        engine.start();
        for (int i = 0; i < 20; i++) {
            CheckRunner hung = hung("hung-" + i, Duration.ofSeconds(30));
            engine.add(hung);
            await().until(hung::isRunning);
            engine.remove(hung);
        }
        CheckRunner good = runner("good", () -> ComponentHealth.healthy("Fine."));
        engine.add(good);
        await().until(() -> good.read() != null);
    }

    @Test
    void whatIsRemovedWhileItHangsSaysNothingMore() {
        CheckEngine engine = engine(Duration.ZERO);
        engine.start();
        CheckRunner hung = hung("hung", Duration.ofMillis(800));
        engine.add(hung);
        await().until(hung::isRunning);
        engine.remove(hung);
        CheckRunner late = hung("late", Duration.ofMillis(900));
        engine.add(late);
        await().until(() -> late.read() != null);
        assertThat(hung.read()).isNull();
    }

    private CheckEngine engine(Duration patience) {
        CheckEngine engine = new CheckEngine(patience, null, false);
        engines.add(engine);
        return engine;
    }

    private CheckRunner hung(String name, Duration timeout) {
        CountDownLatch latch = new CountDownLatch(1);
        latches.add(latch);
        return runner(name, timeout, () -> {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException ex) {
                    // A driver that does not care.
                }
            }
            return ComponentHealth.healthy("At last.");
        });
    }

    private static CheckRunner runner(String name, DefaultHealthMonitorTests.Probe probe) {
        return runner(name, Duration.ofSeconds(30), probe);
    }

    private static CheckRunner runner(String name, Duration timeout, DefaultHealthMonitorTests.Probe probe) {
        return runner(DefaultHealthMonitorTests.check(name, probe), timeout);
    }

    private static CheckRunner runner(HealthCheck check, Duration timeout) {
        CheckSettings settings =
                new CheckSettings(check.name(), true, timeout, INTERVAL, INTERVAL, Duration.ofSeconds(60), 1, 1);
        return new CheckRunner(
                check, settings, new ChangeLog(text -> text, () -> null), Clock.systemUTC(), System::nanoTime);
    }
}
