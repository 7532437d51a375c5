package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs all checks at once when the application has its beans, then each at its own pace, slightly out of step. There are as
 * many threads as checks at most: one that hangs has its own. Start-up waits for the first results of what is critical, for one
 * time limit at most, so that the service does not report that it is out of service before it has looked.
 *
 * <p>Where a {@code SpringApplication} starts the context, {@link StartUpWait} waits: it says that the application lives only after
 * everything has been started, and a wait before that would have the liveness probe restart a service that only waits.
 */
final class CheckEngine implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private static final long SECONDS_TO_END = 1;

    /** Of checks that have been taken away while they hung. More of them would have to wait for one another. */
    private static final int MOST_LEFT_BEHIND = 100;

    private final WarnOnce warning = new WarnOnce(logger, "A health check could not be run");

    private final Map<CheckRunner, @Nullable ScheduledFuture<?>> runners = new LinkedHashMap<>();

    private final List<CheckRunner> leftBehind = new ArrayList<>();

    private final Duration patience;

    private final @Nullable ThreadFactory virtualThreads;

    private final boolean waitsLater;

    private boolean startedBefore;

    /** When the wait for the first results ends. */
    private long waitEnd;

    private @Nullable ThreadPoolExecutor executor;

    private @Nullable ScheduledThreadPoolExecutor scheduler;

    /**
     * Makes an engine that does not run yet.
     * @param patience how long the wait for first results is at most
     * @param virtualThreads what makes the threads of checks; {@code null} for platform threads
     * @param waitsLater whether somebody calls {@link #awaitFirstResults()} after the first start
     */
    CheckEngine(Duration patience, @Nullable ThreadFactory virtualThreads, boolean waitsLater) {
        this.patience = patience;
        this.virtualThreads = virtualThreads;
        this.waitsLater = waitsLater;
    }

    /** Runs the check from now on; when the engine has not started yet, from then on. */
    synchronized void add(CheckRunner runner) {
        runners.put(runner, null);
        if (executor != null && scheduler != null) {
            resize(executor);
            runners.put(runner, schedule(runner, executor, scheduler));
        }
    }

    /** Does not run the check any more. */
    synchronized void remove(CheckRunner runner) {
        ScheduledFuture<?> future = runners.remove(runner);
        if (future != null) {
            future.cancel(false);
        }
        runner.retire();
        if (runner.isRunning()) {
            leftBehind.add(runner);
        }
    }

    @Override
    public void start() {
        if (begin()) {
            awaitFirstResults();
        }
    }

    /** Of what is critical, for one time limit since the start at most. */
    void awaitFirstResults() {
        List<CheckRunner> waitedFor;
        long end;
        synchronized (this) {
            waitedFor = executor == null ? List.of() : List.copyOf(runners.keySet());
            end = waitEnd;
        }
        try {
            for (CheckRunner runner : waitedFor) {
                if (runner.settings().critical() && !runner.awaitFirst(end - System.nanoTime())) {
                    return;
                }
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether it has to be waited for now. */
    private synchronized boolean begin() {
        if (executor != null) {
            return false;
        }
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = virtualThreads != null
                ? virtualThreads
                : task -> daemon(task, "vault-health-check-" + count.incrementAndGet());
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        resize(pool);
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "vault-health-scheduler"));
        timer.setRemoveOnCancelPolicy(true);
        executor = pool;
        scheduler = timer;
        runners.replaceAll((runner, none) -> schedule(runner, pool, timer));
        waitEnd = System.nanoTime() + patience.toNanos();
        boolean waits = startedBefore || !waitsLater;
        startedBefore = true;
        return waits;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread for every check, and for those that have been taken away and still run. */
    private void resize(ThreadPoolExecutor pool) {
        leftBehind.removeIf(runner -> !runner.isRunning());
        int size = Math.max(1, runners.size() + Math.min(leftBehind.size(), MOST_LEFT_BEHIND));
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    private ScheduledFuture<?> schedule(
            CheckRunner runner, ThreadPoolExecutor pool, ScheduledThreadPoolExecutor timer) {
        return schedule(() -> refresh(runner, pool, timer), runner.settings(), timer);
    }

    /** At once, and from then on no less often than the settings say. */
    static ScheduledFuture<?> schedule(Runnable refresh, CheckSettings settings, ScheduledExecutorService timer) {
        long interval = settings.refreshInterval().toNanos();
        long jittered = interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2 + 1);
        timer.execute(refresh);
        return timer.scheduleWithFixedDelay(refresh, jittered, interval, TimeUnit.NANOSECONDS);
    }

    /** Never throws: what a timer's task throws ends it for ever. */
    private void refresh(CheckRunner runner, ThreadPoolExecutor pool, ScheduledThreadPoolExecutor timer) {
        try {
            runner.refresh(pool, timer);
        } catch (RuntimeException | Error ex) {
            if (!pool.isShutdown()) {
                warning.warn(ex);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (executor == null || scheduler == null) {
            return;
        }
        scheduler.shutdownNow();
        List<String> running = runners.keySet().stream()
                .filter(CheckRunner::isRunning)
                .map(runner -> runner.settings().name())
                .toList();
        runners.keySet().forEach(CheckRunner::forget);
        leftBehind.clear();
        runners.replaceAll((runner, future) -> null);
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                logger.warn("Health checks do not end when they are interrupted; running were: {}", running);
            }
            scheduler.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        executor = null;
        scheduler = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
