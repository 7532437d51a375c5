package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Evaluates the rules on the one daemon thread {@code vault-alerts}, from the time on when the application is ready,
 * until it begins to close, before the web server stops taking requests: neither start nor stop is an incident. Two
 * evaluations never overlap; they come at a fixed rate, and a late one is not made up for. The daemon thread
 * {@code vault-alerts-watch} says when one hangs.
 *
 * @since 0.1.0
 */
public final class AlertScheduler implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

    private static final Logger logger = LoggerFactory.getLogger(AlertScheduler.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WarnOnce failed = new WarnOnce(logger, "Alert rules could not be evaluated");

    private final AlertEngine engine;

    private final ApplicationContext context;

    /** How long an evaluation may go on before it is interrupted. */
    private final Duration patience;

    private boolean running;

    private boolean ready;

    private @Nullable Run run;

    /**
     * Makes a scheduler that has not started.
     * @param engine what to run
     * @param context the application whose readiness starts it
     */
    public AlertScheduler(AlertEngine engine, ApplicationContext context) {
        this(engine, context, PATIENCE);
    }

    AlertScheduler(AlertEngine engine, ApplicationContext context, Duration patience) {
        this.engine = engine;
        this.context = context;
        this.patience = patience;
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent event) {
        if (event.getApplicationContext() == context) {
            ready = true;
            schedule();
        }
    }

    private void schedule() {
        if (running && ready && run == null && engine.hasRules()) {
            run = new Run();
            run.begin();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        // Stopped and started again, the application is not made ready a second time.
        schedule();
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (run != null) {
            run.end();
            run = null;
        }
    }

    /** First of all: other listeners may end what rules watch, long before anything is stopped. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void onClose(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Stops first: the web server comes after it. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    private static ScheduledThreadPoolExecutor timer(ThreadFactory threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** From a start to a stop. One that hangs beyond its end still knows that it has ended. */
    private final class Run {

        private final ScheduledThreadPoolExecutor evaluations = timer(this::evaluator);

        private final ScheduledThreadPoolExecutor watch = timer(task -> daemon(task, "vault-alerts-watch"));

        private volatile boolean stopped;

        private volatile @Nullable Thread evaluator;

        private Thread evaluator(Runnable task) {
            Thread thread = daemon(task, "vault-alerts");
            evaluator = thread;
            return thread;
        }

        void begin() {
            long interval = engine.settings().interval().toNanos();
            long initialDelay = engine.settings().initialDelay().toNanos();
            evaluations.execute(this::prepare);
            evaluateIn(initialDelay);
            ScheduledFuture<?> unused =
                    watch.scheduleWithFixedDelay(this::watch, initialDelay, interval, TimeUnit.NANOSECONDS);
        }

        /** The first evaluation would do it, too, and be late. */
        private void prepare() {
            try {
                Evaluator unused = engine.prepare();
            } catch (Throwable ex) {
                failed.warn(ex);
            }
        }

        private void evaluateIn(long nanos) {
            try {
                ScheduledFuture<?> unused = evaluations.schedule(this::evaluate, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException ex) {
                if (!stopped) {
                    failed.warn(ex);
                }
            }
        }

        /** What is thrown is caught: it would end the schedule without a word. */
        private void evaluate() {
            long delay = engine.settings().interval().toNanos();
            try {
                delay = engine.evaluateDue(() -> stopped);
            } catch (Throwable ex) {
                failed.warn(ex);
            } finally {
                // Also when the log is broken.
                if (!stopped) {
                    evaluateIn(delay);
                }
            }
        }

        private void watch() {
            try {
                engine.warnWhenStalled();
            } catch (Throwable ex) {
                failed.warn(ex);
            }
        }

        void end() {
            stopped = true;
            watch.shutdownNow();
            evaluations.shutdown();
            if (Thread.currentThread() == evaluator) {
                // A listener ends the application: the evaluation ends when it returns.
                return;
            }
            try {
                if (!evaluations.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    evaluations.shutdownNow();
                    if (!evaluations.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                        logger.warn("The evaluation of alert rules does not stop when it is interrupted");
                    }
                }
            } catch (InterruptedException ex) {
                evaluations.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
