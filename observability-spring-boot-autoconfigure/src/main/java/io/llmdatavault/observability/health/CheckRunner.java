package io.llmdatavault.observability.health;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.health.CheckHistory.Change;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check, never twice at the same time, and gives up waiting for it at its time limit. A check that has been given
 * up keeps its thread until it returns; what it returns then is too old to count. That holds across a stop and a new start,
 * too.
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

    private final Queue<Change> news = new ArrayDeque<>();

    /** How many times it has been asked to tell the news, while a thread is at it. */
    private final AtomicInteger telling = new AtomicInteger();

    private volatile CountDownLatch first = new CountDownLatch(1);

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

    /** Whether a thread is in the check or about to be, also one that does not count any more. */
    boolean isRunning() {
        return current.get() != null;
    }

    /** Is not run any more, not even by a refresh that is under way. */
    void retire() {
        retired = true;
        forget();
    }

    /** Waits for the first result since the start, or since what was before has been forgotten. Returns whether it is there. */
    boolean awaitFirst(long nanos) throws InterruptedException {
        return first.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs the check, unless it still runs, or the component is down and it is not time to look again. */
    void refresh(Executor executor, ScheduledExecutorService scheduler) {
        if (current.get() == null && hasLooked() && history.isDown(nanoTime.getAsLong()) && !isTimeToLookAgain()) {
            return;
        }
        Run run = new Run();
        if (!current.compareAndSet(null, run)) {
            Run running = current.get();
            if (running != null) {
                running.waitOn(scheduler);
                running.countAgainWhenLate();
                if (running.isGivenUp()) {
                    tellWhenStale();
                }
            }
            return;
        }
        try {
            run.limitBy(scheduler);
            executor.execute(run);
            lastStart = run.start;
        } catch (RuntimeException | Error ex) {
            // The context stops at this moment, or there is no thread: the next refresh may do better.
            current.compareAndSet(run, null);
            tellWhenStale();
            throw ex;
        }
    }

    /** Only when there is no new result to be had: a process that was suspended has one in a moment. */
    private void tellWhenStale() {
        if (!retired) {
            note(() -> history.addStale(nanoTime.getAsLong()));
            tellNews();
        }
    }

    /** Whether there is a result since the start. Start-up waits for it, also where one from before is known. */
    private boolean hasLooked() {
        return first.getCount() == 0;
    }

    /** Refreshes come at the pace of the component that is well: the nearest one to the end of the interval counts. */
    private boolean isTimeToLookAgain() {
        long tolerance = settings.refreshInterval().toNanos() / 2;
        return nanoTime.getAsLong() - lastStart >= settings.downInterval().toNanos() - tolerance;
    }

    /**
     * What still runs does not count any more: it ends because the application does, or the check is taken away. Until it
     * ends there is no other run.
     */
    void forget() {
        Run run = current.get();
        if (run != null && run.forget()) {
            current.compareAndSet(run, null);
        }
        // After it: else a run that ends in between would count as the first one of the next start.
        first = new CountDownLatch(1);
    }

    private ComponentHealth askCheck() {
        try {
            ComponentHealth health = check.check();
            return health != null ? health : ComponentHealth.unhealthy("The check returned nothing.");
        } catch (Throwable ex) {
            return ComponentHealth.unhealthy("The check failed.").causedBy(ex);
        }
    }

    /** Changes are told in the order in which they happen, whichever threads they are noticed by. */
    private void note(Supplier<@Nullable Change> addition) {
        synchronized (news) {
            Change change = addition.get();
            if (change != null) {
                news.add(change);
            }
        }
    }

    /** Outside of all locks, by one thread at a time: the one that is at it tells what comes meanwhile, too. */
    private void tellNews() {
        if (telling.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (Change change = nextNews(); change != null; change = nextNews()) {
                Change next = change;
                tell(() -> listener.changed(settings, next));
            }
            seen = telling.addAndGet(-seen);
        } while (seen > 0);
    }

    private @Nullable Change nextNews() {
        synchronized (news) {
            return news.poll();
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

        /** It counts as a failure, and what it returns does not count. */
        private boolean late;

        /** Neither counts. */
        private boolean forgotten;

        private boolean ended;

        synchronized void limitBy(ScheduledExecutorService scheduler) {
            limit = scheduler.schedule(this::giveUp, settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            try {
                if (begin()) {
                    ComponentHealth health = askCheck();
                    Duration latency = latency();
                    end(health, latency);
                    tellNews();
                    tell(() -> listener.answered(settings, health));
                    tell(() -> listener.ended(settings, latency));
                }
            } finally {
                current.compareAndSet(this, null);
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !late && !forgotten && !retired;
        }

        private synchronized void end(ComponentHealth health, Duration latency) {
            ended = true;
            thread = null;
            // Ours came too late to be noticed: it must not meet what logs and records the result.
            Thread.interrupted();
            if (limit != null) {
                limit.cancel(false);
            }
            if (!late && !forgotten) {
                note(() -> history.add(health, latency, clock.instant(), nanoTime.getAsLong()));
                first.countDown();
            }
        }

        /** Whether no result is to be expected of it. */
        synchronized boolean isGivenUp() {
            return (late || forgotten) && !ended;
        }

        /** Returns whether no thread is in it, nor will be. */
        synchronized boolean forget() {
            forgotten = true;
            late = false;
            if (limit != null) {
                limit.cancel(false);
                limit = null;
            }
            if (thread != null) {
                thread.interrupt();
            }
            return thread == null && !ended;
        }

        /** One that hung when all was stopped has a time limit again when all is started again. */
        synchronized void waitOn(ScheduledExecutorService scheduler) {
            if (forgotten && !late && !ended && limit == null) {
                limitBy(scheduler);
            }
        }

        void giveUp() {
            markLate();
            tellNews();
        }

        private synchronized void markLate() {
            // Without a limit it has been forgotten since.
            if (ended || retired || limit == null || current.get() != this) {
                return;
            }
            late = true;
            if (thread != null) {
                thread.interrupt();
            }
            addLate();
        }

        void countAgainWhenLate() {
            countAgain();
            tellNews();
        }

        private synchronized void countAgain() {
            if (late && !ended) {
                addLate();
            }
        }

        private void addLate() {
            note(() -> history.addLate(latency(), clock.instant(), nanoTime.getAsLong()));
            first.countDown();
        }

        private Duration latency() {
            return Duration.ofNanos(nanoTime.getAsLong() - start);
        }
    }
}
