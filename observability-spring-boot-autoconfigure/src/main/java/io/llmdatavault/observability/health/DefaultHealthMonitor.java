package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs all checks at once when the application has its beans, then each at its own pace, slightly out of step. There are as
 * many threads as checks at most: one that hangs has its own.
 */
final class DefaultHealthMonitor implements HealthMonitor, SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private static final long SECONDS_TO_END = 1;

    private final WarnOnce warning = new WarnOnce(logger, "A health check could not be run");

    private final WarnOnce unobserved = new WarnOnce(logger, "The metrics of health checks could not be set up");

    private final Map<String, CheckRunner> runners;

    private final Set<String> critical;

    private final @Nullable VaultMetrics metrics;

    private @Nullable ThreadPoolExecutor executor;

    private @Nullable ScheduledExecutorService scheduler;

    private volatile boolean complete;

    DefaultHealthMonitor(List<CheckRunner> runners, @Nullable VaultMetrics metrics) {
        Map<String, CheckRunner> byName = new LinkedHashMap<>();
        Set<String> criticalNames = new LinkedHashSet<>();
        for (CheckRunner runner : runners) {
            byName.put(runner.settings().name(), runner);
            if (runner.settings().critical()) {
                criticalNames.add(runner.settings().name());
            }
        }
        this.runners = Collections.unmodifiableMap(byName);
        this.critical = Collections.unmodifiableSet(criticalNames);
        this.metrics = metrics;
    }

    @Override
    public Set<String> components() {
        return runners.keySet();
    }

    @Override
    public Set<String> criticalComponents() {
        return critical;
    }

    @Override
    public Optional<HealthSnapshot> snapshot(String component) {
        CheckRunner runner = runners.get(component);
        return runner == null ? Optional.empty() : Optional.ofNullable(runner.read());
    }

    @Override
    public Map<String, HealthSnapshot> snapshots() {
        Map<String, HealthSnapshot> snapshots = new LinkedHashMap<>();
        runners.forEach((name, runner) -> {
            HealthSnapshot snapshot = runner.read();
            if (snapshot != null) {
                snapshots.put(name, snapshot);
            }
        });
        return Collections.unmodifiableMap(snapshots);
    }

    @Override
    public boolean complete() {
        if (!complete) {
            complete = runners.values().stream().allMatch(runner -> runner.read() != null);
        }
        return complete;
    }

    @Override
    public double score() {
        double sum = 0;
        int weights = 0;
        for (CheckRunner runner : runners.values()) {
            HealthSnapshot snapshot = runner.read();
            if (snapshot != null) {
                int weight = snapshot.critical() ? 2 : 1;
                sum += weight * snapshot.state().score();
                weights += weight;
            }
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    @Override
    public synchronized void start() {
        if (executor != null || runners.isEmpty()) {
            return;
        }
        AtomicInteger count = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                runners.size(),
                runners.size(),
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                daemons(() -> "vault-health-check-" + count.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(() -> "vault-health-scheduler"));
        timer.setRemoveOnCancelPolicy(true);
        scheduler = timer;
        observe();
        runners.values().forEach(runner -> schedule(runner, executor, timer));
    }

    private static ThreadFactory daemons(Supplier<String> names) {
        return task -> {
            Thread thread = new Thread(task, names.get());
            thread.setDaemon(true);
            return thread;
        };
    }

    private void observe() {
        if (metrics == null) {
            return;
        }
        try {
            for (Map.Entry<String, CheckRunner> runner : runners.entrySet()) {
                metrics.family("vault_component_health").observe(() -> score(runner.getValue()), runner.getKey());
            }
            metrics.family("vault_system_health_score").observe(this::score);
        } catch (Throwable ex) {
            unobserved.warn(ex);
        }
    }

    private static double score(CheckRunner runner) {
        HealthSnapshot snapshot = runner.read();
        return snapshot == null ? Double.NaN : snapshot.state().score();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // refresh never throws
    private void schedule(CheckRunner runner, ThreadPoolExecutor pool, ScheduledExecutorService timer) {
        Runnable refresh = () -> refresh(runner, pool, timer);
        long interval = runner.settings().refreshInterval().toNanos();
        long jittered = interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2 + 1);
        timer.execute(refresh);
        timer.scheduleWithFixedDelay(refresh, jittered, interval, TimeUnit.NANOSECONDS);
    }

    /** Never throws: what a timer's task throws ends it for ever. */
    private void refresh(CheckRunner runner, ThreadPoolExecutor pool, ScheduledExecutorService timer) {
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
        List<String> running = running();
        runners.values().forEach(CheckRunner::forget);
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

    private List<String> running() {
        List<String> names = new ArrayList<>();
        runners.forEach((name, runner) -> {
            if (runner.isRunning()) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
