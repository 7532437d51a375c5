package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The one thread that looks at the clock: it interrupts attempts and starts the delayed ones. It does no work of the
 * application's. Thread-safe; made when it is first needed, gone when closed.
 */
final class RetryThread implements AutoCloseable {

    private static final long SECONDS_TO_END = 1;

    private volatile @Nullable ScheduledThreadPoolExecutor executor;

    private volatile @Nullable Thread thread;

    private boolean closed;

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

    /** Whether the caller is on this thread. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private synchronized @Nullable ScheduledThreadPoolExecutor open() {
        if (executor == null && !closed) {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread timerThread = new Thread(task, "vault-retry");
                timerThread.setDaemon(true);
                thread = timerThread;
                return timerThread;
            });
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
        if (timer == null) {
            return;
        }
        timer.shutdownNow();
        try {
            timer.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
