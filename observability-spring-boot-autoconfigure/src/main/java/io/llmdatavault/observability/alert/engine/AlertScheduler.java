package io.llmdatavault.observability.alert.engine;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Evaluates the rules on the one daemon thread {@code vault-alerts}, from the time on when the application is ready,
 * until before the web server stops taking requests: neither start nor stop is an incident. Two evaluations never
 * overlap; a late one is not made up for.
 *
 * @since 0.1.0
 */
public final class AlertScheduler implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

    private static final Logger logger = LoggerFactory.getLogger(AlertScheduler.class);

    private static final long PATIENCE_SECONDS = 2;

    private final WarnOnce failed = new WarnOnce(logger, "Alert rules could not be evaluated");

    private final AlertEngine engine;

    private final ApplicationContext context;

    private boolean running;

    private boolean ready;

    private @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Makes a scheduler that has not started.
     * @param engine what to run
     * @param context the application whose readiness starts it
     */
    public AlertScheduler(AlertEngine engine, ApplicationContext context) {
        this.engine = engine;
        this.context = context;
    }

    @Override
    public synchronized void onApplicationEvent(ApplicationReadyEvent event) {
        if (event.getApplicationContext() == context) {
            ready = true;
            schedule();
        }
    }

    private void schedule() {
        if (running && ready && executor == null) {
            executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "vault-alerts");
                thread.setDaemon(true);
                return thread;
            });
            // What is thrown is caught: it would end the schedule without a word.
            ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                    this::evaluate,
                    engine.settings().initialDelay().toNanos(),
                    engine.settings().interval().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private void evaluate() {
        try {
            engine.evaluate();
        } catch (RuntimeException | LinkageError | StackOverflowError ex) {
            failed.warn(ex);
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
        if (executor == null) {
            return;
        }
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                logger.warn("The evaluation of alert rules does not stop when it is interrupted");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        executor = null;
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
}
