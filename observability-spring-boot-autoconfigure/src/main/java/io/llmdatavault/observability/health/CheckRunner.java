package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.health.CheckHistory.Change;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check, never twice at the same time, and gives up waiting for it at its time limit. A check that has been given
 * up keeps its thread until it returns; what it returns then is too old to count.
 */
final class CheckRunner {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce warning = new WarnOnce(logger, "The result of a health check could not be recorded");

    private final HealthCheck check;

    private final CheckSettings settings;

    private final CheckHistory history;

    private final Listener listener;

    private final Clock clock;

    private final LongSupplier nanoTime;

    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();

    private final AtomicInteger occupied = new AtomicInteger();

    private final CountDownLatch first = new CountDownLatch(1);

    private volatile long lastStart;

    private volatile boolean retired;

    CheckRunner(HealthCheck check, CheckSettings settings, Listener listener, Clock clock, LongSupplier nanoTime) {
        this.check = check;
        this.settings = settings;
        this.history = new CheckHistory(settings);
        this.listener = listener;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    CheckSettings settings() {
        return settings;
    }

    @Nullable
    HealthSnapshot read() {
        return history.read(nanoTime.getAsLong());
    }

    boolean isRunning() {
        return current.get() != null;
    }

    /** Whether a thread is in the check, also one that does not count any more. */
    boolean isOccupied() {
        return occupied.get() > 0;
    }

    /** Is not run any more, not even by a refresh that is under way. */
    void retire() {
        retired = true;
        forget();
    }

    /** Waits for the first result. Returns whether it is there. */
    boolean awaitFirst(long nanos) throws InterruptedException {
        return first.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs the check, unless it still runs, or the component is down and it is not time to look again. */
    void refresh(Executor executor, ScheduledExecutorService scheduler) {
        if (current.get() == null && isDown() && !isTimeToLookAgain()) {
            return;
        }
        Run run = new Run();
        if (!current.compareAndSet(null, run)) {
            Run running = current.get();
            if (running != null) {
                running.countAgainWhenLate();
            }
            return;
        }
        lastStart = run.start;
        try {
            run.limitTo(scheduler.schedule(run::giveUp, settings.timeout().toNanos(), TimeUnit.NANOSECONDS));
            executor.execute(run);
        } catch (RuntimeException | Error ex) {
            // The context stops at this moment, or there is no thread: the next refresh may do better.
            current.compareAndSet(run, null);
            throw ex;
        }
    }

    private boolean isDown() {
        HealthSnapshot snapshot = read();
        return snapshot != null && snapshot.state() == HealthState.UNHEALTHY;
    }

    /** Refreshes come at the pace of the component that is well: the nearest one to the end of the interval counts. */
    private boolean isTimeToLookAgain() {
        long tolerance = settings.refreshInterval().toNanos() / 2;
        return nanoTime.getAsLong() - lastStart >= settings.downInterval().toNanos() - tolerance;
    }

    /** What still runs does not count any more: it ends because the application does, or the check is taken away. */
    void forget() {
        Run run = current.getAndSet(null);
        if (run != null) {
            run.interrupt();
        }
    }

    private ComponentHealth askCheck() {
        try {
            ComponentHealth health = check.check();
            return health != null ? health : ComponentHealth.unhealthy("The check returned nothing.");
        } catch (Throwable ex) {
            return ComponentHealth.unhealthy("The check failed.").causedBy(ex);
        }
    }

    private void tell(@Nullable Change change) {
        if (change != null) {
            first.countDown();
            tell(() -> listener.changed(settings, change));
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException | Error ex) {
            warning.warn(ex);
        }
    }

    /** Hears of what happens, outside of all locks. */
    interface Listener {

        void changed(CheckSettings settings, Change change);

        /** Each answer, also one that changes nothing. */
        default void answered(CheckSettings settings, ComponentHealth health) {}

        void ended(CheckSettings settings, Duration latency);
    }

    private final class Run implements Runnable {

        private final long start = nanoTime.getAsLong();

        private @Nullable Thread thread;

        private @Nullable Future<?> limit;

        private boolean late;

        private boolean ended;

        synchronized void limitTo(Future<?> future) {
            limit = future;
        }

        @Override
        public void run() {
            occupied.incrementAndGet();
            try {
                if (begin()) {
                    ComponentHealth health = askCheck();
                    Duration latency = latency();
                    tell(end(health, latency));
                    tell(() -> listener.answered(settings, health));
                    tell(() -> listener.ended(settings, latency));
                }
            } finally {
                occupied.decrementAndGet();
                current.compareAndSet(this, null);
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !late && !retired;
        }

        private synchronized @Nullable Change end(ComponentHealth health, Duration latency) {
            ended = true;
            thread = null;
            // Ours came too late to be noticed: it must not meet what logs and records the result.
            Thread.interrupted();
            if (limit != null) {
                limit.cancel(false);
            }
            boolean counts = !late && current.get() == this;
            return counts ? history.add(health, latency, clock.instant(), nanoTime.getAsLong()) : null;
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        void giveUp() {
            tell(markLate());
        }

        private synchronized @Nullable Change markLate() {
            if (ended || current.get() != this) {
                return null;
            }
            late = true;
            if (thread != null) {
                thread.interrupt();
            }
            return addLate();
        }

        void countAgainWhenLate() {
            tell(countAgain());
        }

        private synchronized @Nullable Change countAgain() {
            return late && !ended ? addLate() : null;
        }

        private @Nullable Change addLate() {
            return history.addLate(latency(), clock.instant(), nanoTime.getAsLong());
        }

        private Duration latency() {
            return Duration.ofNanos(nanoTime.getAsLong() - start);
        }
    }
}
