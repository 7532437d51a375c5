package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The threads that all retries share. One looks at the clock: it interrupts attempts and has the delayed ones started. It does
 * no work of the application's and never waits for it: what may wait is handed over by a second one, and a few more run what
 * nobody else takes. Thread-safe; all are made when they are first needed, and gone when closed.
 */
final class RetryThreads implements AutoCloseable {

    private static final long SECONDS_TO_END = 1;

    private static final long SECONDS_TO_STAY = 5;

    private static final int LAST_RESORTS = 16;

    private volatile @Nullable ScheduledThreadPoolExecutor executor;

    private volatile @Nullable Thread handOver;

    /** Its thread ends when there is nothing to hand over. */
    private final ThreadPoolExecutor handOvers =
            new ThreadPoolExecutor(1, 1, SECONDS_TO_STAY, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread made = daemon(task, "vault-retry-hand-over");
                handOver = made;
                return made;
            });

    /** For what nobody else takes, which may run code of the application's. */
    private final ThreadPoolExecutor lastResort = new ThreadPoolExecutor(
            LAST_RESORTS,
            LAST_RESORTS,
            SECONDS_TO_STAY,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "vault-retry-last-resort"));

    private boolean closed;

    RetryThreads() {
        handOvers.allowCoreThreadTimeOut(true);
        lastResort.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }

    /**
     * Gives a task to an executor that may make who brings it wait, as one with a limit does.
     * @throws RejectedExecutionException when the application stops
     */
    void handOver(Runnable bringing) {
        handOvers.execute(bringing);
    }

    /** Runs what may be the application's, and is not to wait for any thread of its. When all stops, at once. */
    void lastResort(Runnable task) {
        try {
            lastResort.execute(task);
        } catch (RejectedExecutionException ex) {
            task.run();
        }
    }

    /** Whether the caller is the thread that hands over. */
    boolean isHandingOver() {
        return Thread.currentThread() == handOver;
    }

    /**
     * Runs something later, unless it is cancelled.
     * @return what cancels it; {@code null} when the application stops, and nothing is run any more
     */
    @Nullable
    Future<?> schedule(Runnable task, Duration delay) {
        ScheduledThreadPoolExecutor timer = executor != null ? executor : open();
        try {
            return timer == null ? null : timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ex) {
            return null;
        }
    }

    private synchronized @Nullable ScheduledThreadPoolExecutor open() {
        if (executor == null && !closed) {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "vault-retry"));
            // Nearly all attempts end in time: what they leave behind must not pile up.
            timer.setRemoveOnCancelPolicy(true);
            timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            keepFromWakingUp(timer);
            executor = timer;
        }
        return executor;
    }

    /** A task that is the next one of all wakes the thread when it is added, and that is nearly each call's. With this one it is not. */
    @SuppressWarnings("FutureReturnValueIgnored") // does nothing
    private static void keepFromWakingUp(ScheduledThreadPoolExecutor timer) {
        timer.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ScheduledThreadPoolExecutor timer;
        synchronized (this) {
            closed = true;
            timer = executor;
        }
        handOvers.shutdownNow();
        // What is in it ends as it would have: nobody else completes it.
        lastResort.shutdown();
        if (timer != null) {
            timer.shutdownNow();
        }
        try {
            handOvers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
            if (timer != null) {
                timer.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
