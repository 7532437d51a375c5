package io.llmdatavault.observability.alert.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notifications from the evaluation and hands them to the channels, on the one daemon thread
 * {@code vault-alert-notifications}. At most 1000 wait; further ones are dropped and counted. What a channel fails to
 * take is tried again after 2 s and 4 s; at most 1000 wait for that, further ones have failed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NotificationQueue implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(NotificationQueue.class);

    private static final int CAPACITY = 1000;

    /** So many alerts there are at most. Who was told of more of them is forgotten, the oldest first. */
    private static final int MAX_OPEN = 10_000;

    private static final long PATIENCE_SECONDS = 2;

    private static final int MAX_ATTEMPTS = 3;

    /** Further failures are not tried again. */
    private static final int MAX_RETRIES = 1000;

    private static final Duration BACK_OFF = Duration.ofSeconds(2);

    private final Map<String, Channel> channels;

    private final @Nullable VaultMetrics metrics;

    private final Map<String, WarnOnce> failures = new ConcurrentHashMap<>();

    private final WarnOnce uncounted = new WarnOnce(logger, "A notification could not be counted");

    private final WarnOnce dropped =
            new WarnOnce(logger, "Notifications are dropped, because channels do not keep up or the service stops");

    private final ScheduledThreadPoolExecutor executor;

    private final Duration backOff;

    /** What runs and what waits to run; not what waits for its next attempt. */
    private final Semaphore room;

    private volatile @Nullable Thread thread;

    private volatile boolean closing;

    /** Touched by the one thread only. */
    private final Map<OpenAlert, Boolean> open = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OpenAlert, Boolean> eldest) {
            return size() > (long) MAX_OPEN * channels.size();
        }
    };

    /** What waits for its next attempt. Touched by the one thread only. */
    private final Map<OpenAlert, Attempt> retries = new HashMap<>();

    /**
     * Makes a queue. Its thread starts with the first notification.
     * @param channels by name
     * @param metrics counts what is sent; {@code null} when metrics are off
     */
    public NotificationQueue(Map<String, Channel> channels, @Nullable VaultMetrics metrics) {
        this(channels, metrics, CAPACITY, BACK_OFF);
    }

    NotificationQueue(Map<String, Channel> channels, @Nullable VaultMetrics metrics, int capacity, Duration backOff) {
        this.channels = Map.copyOf(channels);
        this.metrics = metrics;
        this.backOff = backOff;
        this.room = new Semaphore(capacity + 1);
        this.executor = new ScheduledThreadPoolExecutor(1, this::daemon);
    }

    private Thread daemon(Runnable task) {
        Thread daemon = new Thread(task, "vault-alert-notifications");
        daemon.setDaemon(true);
        thread = daemon;
        return daemon;
    }

    /**
     * The names of the channels.
     * @return unmodifiable
     */
    public Set<String> channelNames() {
        return channels.keySet();
    }

    /**
     * Whether some channels would be told nothing.
     * @param severity the severity of a notification
     * @param names the names of the channels
     * @return whether all of those that are there leave out this severity
     */
    public boolean isLeftOut(AlertSeverity severity, List<String> names) {
        List<Channel> known =
                names.stream().map(channels::get).filter(Objects::nonNull).toList();
        return !known.isEmpty()
                && known.stream().noneMatch(channel -> channel.severities().contains(severity));
    }

    /**
     * Tells channels, later. Never waits and never throws.
     * @param notification what to tell
     * @param names the names of the channels
     * @return those channels for which there was no room: they are told nothing unless it is added again
     */
    public List<String> add(Notification notification, List<String> names) {
        List<String> withoutRoom = new ArrayList<>();
        for (String name : names) {
            Channel channel = channels.get(name);
            if (channel != null
                    && channel.severities().contains(notification.severity())
                    && !add(new Attempt(notification, name, channel.notifier(), 1))) {
                withoutRoom.add(name);
            }
        }
        return withoutRoom;
    }

    private boolean add(Attempt attempt) {
        if (!room.tryAcquire()) {
            return drop(attempt, new RejectedExecutionException("Too many notifications wait"));
        }
        try {
            executor.execute(() -> {
                try {
                    deliver(attempt);
                } finally {
                    room.release();
                }
            });
            return true;
        } catch (RejectedExecutionException ex) {
            room.release();
            return drop(attempt, ex);
        }
    }

    private boolean drop(Attempt attempt, RejectedExecutionException cause) {
        dropped.warn(cause);
        count(attempt.channel(), "dropped");
        return false;
    }

    private void deliver(Attempt attempt) {
        OpenAlert alert = attempt.alert();
        if (retries.remove(alert) != null) {
            // What has not been told until now is out of date.
            count(attempt.channel(), "failed");
        }
        if (attempt.isResolved() && !open.containsKey(alert)) {
            return;
        }
        send(attempt);
    }

    private void send(Attempt attempt) {
        try {
            attempt.notifier().send(attempt.notification());
            if (attempt.isResolved()) {
                open.remove(attempt.alert());
            } else {
                open.put(attempt.alert(), true);
            }
            count(attempt.channel(), "sent");
        } catch (Throwable ex) {
            failures.computeIfAbsent(
                            attempt.channel(), key -> new WarnOnce(logger, "The alert channel " + key + " failed"))
                    .warn(ex);
            if (!tryLater(attempt)) {
                open.remove(attempt.alert());
                count(attempt.channel(), "failed");
            }
        }
    }

    /** In between, the others have their turn. */
    private boolean tryLater(Attempt failed) {
        if (failed.number() >= MAX_ATTEMPTS || retries.size() >= MAX_RETRIES || closing) {
            return false;
        }
        Attempt next = failed.next();
        try {
            ScheduledFuture<?> unused = executor.schedule(
                    () -> {
                        if (retries.remove(next.alert(), next)) {
                            send(next);
                        }
                    },
                    backOff.multipliedBy(failed.number()).toNanos(),
                    TimeUnit.NANOSECONDS);
            retries.put(next.alert(), next);
            return true;
        } catch (RejectedExecutionException ex) {
            return false;
        }
    }

    private void count(String channel, String outcome) {
        try {
            if (metrics != null) {
                metrics.family("vault_alert_notifications_total").increment(channel, outcome);
            }
        } catch (Throwable ex) {
            uncounted.warn(ex);
        }
    }

    /** Gives what waits two seconds, then interrupts. What waits for another attempt has had its chance. */
    @Override
    public void close() {
        closing = true;
        executor.getQueue()
                .removeIf(task -> task instanceof Delayed delayed && delayed.getDelay(TimeUnit.NANOSECONDS) > 0);
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            // A channel ends the application: it need not wait for itself.
            return;
        }
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

    /**
     * One attempt to tell one channel.
     *
     * @param notification what to tell
     * @param channel the channel's name
     * @param notifier the channel
     * @param number counts from 1
     */
    private record Attempt(Notification notification, String channel, Notifier notifier, int number) {

        Attempt next() {
            return new Attempt(notification, channel, notifier, number + 1);
        }

        OpenAlert alert() {
            return new OpenAlert(notification.fingerprint(), channel);
        }

        boolean isResolved() {
            return notification.state() == AlertState.RESOLVED;
        }
    }

    /** A channel that was told of a firing alert. */
    private record OpenAlert(String fingerprint, String channel) {}
}
