package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.Channel;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertSeverity;

import static org.awaitility.Awaitility.await;

/**
 * A channel that is told when all others were. To close a queue is no way to wait for what it delivers: it throws away
 * what takes longer than two seconds.
 */
final class LastChannel implements Notifier {

    private static final Notification NOTHING = new Notification(
            "nothing",
            "nothing",
            AlertSeverity.INFO,
            AlertCategory.DATA,
            AlertState.FIRING,
            Map.of(),
            Map.of(),
            1,
            false,
            Instant.EPOCH,
            null,
            "nothing");

    private final Semaphore told = new Semaphore(0);

    Channel channel() {
        return new Channel(this, Set.of(AlertSeverity.values()));
    }

    @Override
    public String name() {
        return "last";
    }

    @Override
    public void send(Notification notification) {
        told.release();
    }

    /** Waits until a queue, of which it is a channel, has delivered what it has. */
    void awaitDelivery(NotificationQueue queue) {
        await().until(() -> queue.add(NOTHING, List.of(name())).isEmpty());
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(told::tryAcquire);
    }
}
