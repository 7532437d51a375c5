package io.llmdatavault.observability.alert.notify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notifications from the evaluation and hands them to the channels, on the one daemon thread
 * {@code vault-alert-notifications}. At most 1000 wait; further ones are dropped and counted. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NotificationQueue implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(NotificationQueue.class);

    private static final int CAPACITY = 1000;

    /** Who was told of a firing alert is forgotten beyond this, the oldest first. */
    private static final int MAX_OPEN = 10_000;

    private static final long PATIENCE_SECONDS = 2;

    private final Map<String, Channel> channels;

    private final @Nullable VaultMetrics metrics;

    private final Map<String, WarnOnce> failures = new ConcurrentHashMap<>();

    private final WarnOnce uncounted = new WarnOnce(logger, "A notification could not be counted");

    private final WarnOnce dropped =
            new WarnOnce(logger, "Notifications are dropped, because channels do not keep up or the service stops");

    private final ThreadPoolExecutor executor;

    /** Touched by the one thread only. */
    private final Map<OpenAlert, Boolean> open = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OpenAlert, Boolean> eldest) {
            return size() > MAX_OPEN;
        }
    };

    /**
     * Makes a queue. Its thread starts with the first notification.
     * @param channels by name
     * @param metrics counts what is sent; {@code null} when metrics are off
     */
    public NotificationQueue(Map<String, Channel> channels, @Nullable VaultMetrics metrics) {
        this(channels, metrics, CAPACITY);
    }

    NotificationQueue(Map<String, Channel> channels, @Nullable VaultMetrics metrics, int capacity) {
        this.channels = Map.copyOf(channels);
        this.metrics = metrics;
        this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), task -> {
            Thread thread = new Thread(task, "vault-alert-notifications");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The names of the channels.
     * @return unmodifiable
     */
    public Set<String> channelNames() {
        return channels.keySet();
    }

    /**
     * Tells channels, later. Never waits and never throws.
     * @param notification what to tell
     * @param names the names of the channels
     */
    public void add(Notification notification, List<String> names) {
        for (String name : names) {
            Channel channel = channels.get(name);
            if (channel != null && channel.severities().contains(notification.severity())) {
                add(notification, name, channel.notifier());
            }
        }
    }

    private void add(Notification notification, String name, Notifier notifier) {
        try {
            executor.execute(() -> deliver(notification, name, notifier));
        } catch (RejectedExecutionException ex) {
            dropped.warn(ex);
            count(name, "dropped");
        }
    }

    private void deliver(Notification notification, String name, Notifier notifier) {
        OpenAlert alert = new OpenAlert(notification.fingerprint(), name);
        boolean wasTold = open.remove(alert) != null;
        if (notification.state() == AlertState.RESOLVED && !wasTold) {
            return;
        }
        try {
            notifier.send(notification);
            if (notification.state() == AlertState.FIRING) {
                open.put(alert, true);
            }
            count(name, "sent");
        } catch (Exception | LinkageError | StackOverflowError | AssertionError ex) {
            failures.computeIfAbsent(name, key -> new WarnOnce(logger, "The alert channel " + key + " failed"))
                    .warn(ex);
            count(name, "failed");
        }
    }

    private void count(String channel, String outcome) {
        try {
            if (metrics != null) {
                metrics.family("vault_alert_notifications_total").increment(channel, outcome);
            }
        } catch (RuntimeException ex) {
            uncounted.warn(ex);
        }
    }

    /** Gives what waits two seconds, then interrupts. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    logger.warn("An alert channel does not stop when it is interrupted");
                }
            }
        } catch (InterruptedException ex) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** A channel that was told of a firing alert. */
    private record OpenAlert(String fingerprint, String channel) {}
}
