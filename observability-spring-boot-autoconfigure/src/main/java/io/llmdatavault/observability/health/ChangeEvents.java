package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.health.CheckHistory.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes changes as application events, on a thread of its own: a listener that hangs holds up no check. */
final class ChangeEvents implements CheckRunner.Listener, DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private static final long SECONDS_TO_END = 1;

    private static final int MOST_WAITING = 1000;

    private final WarnOnce broken = new WarnOnce(logger, "A listener to changes of health failed");

    private final WarnOnce full =
            new WarnOnce(logger, "Listeners to changes of health are too slow, or hang: a change was not published");

    private final ApplicationEventPublisher publisher;

    private final ThreadPoolExecutor executor;

    ChangeEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        this.executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "vault-health-events");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void changed(CheckSettings settings, Change change) {
        HealthStateChangedEvent event = new HealthStateChangedEvent(
                settings.name(), change.from(), change.to().state(), change.to().message(), settings.critical());
        try {
            executor.execute(() -> publish(event));
        } catch (RejectedExecutionException ex) {
            if (!executor.isShutdown()) {
                full.warn(ex);
            }
        }
    }

    private void publish(HealthStateChangedEvent event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException | Error ex) {
            if (!executor.isShutdown()) {
                broken.warn(ex);
            }
        }
    }

    @Override
    public void ended(CheckSettings settings, Duration latency) {}

    @Override
    public void destroy() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
