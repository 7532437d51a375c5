package io.llmdatavault.observability.alert.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationQueueTests {

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void resolvedGoesOnlyToThoseWhoTookTheFiring() {
        NotificationQueue queue = queue(10);
        gate.countDown();
        queue.add(notification("a", AlertState.FIRING), List.of("good", "broken"));
        queue.add(notification("a", AlertState.RESOLVED), List.of("good", "broken"));
        queue.add(notification("b", AlertState.RESOLVED), List.of("good", "broken"));
        queue.close();
        assertThat(told).containsExactly("good a firing", "broken a firing", "good a resolved");
    }

    @Test
    void aSlowChannelNeitherBlocksNorPilesUp() {
        NotificationQueue queue = queue(1);
        for (String fingerprint : List.of("a", "b", "c", "d")) {
            queue.add(notification(fingerprint, AlertState.FIRING), List.of("good"));
        }
        gate.countDown();
        queue.close();
        assertThat(told).hasSize(2);
        queue.add(notification("e", AlertState.FIRING), List.of("good"));
        assertThat(told).hasSize(2);
    }

    @Test
    void tellsOnlyOfWantedSeverities() {
        NotificationQueue queue = queue(10);
        gate.countDown();
        queue.add(notification("a", AlertState.FIRING), List.of("critical-only", "unknown"));
        queue.close();
        assertThat(told).isEmpty();
    }

    private NotificationQueue queue(int capacity) {
        Set<AlertSeverity> all = Set.of(AlertSeverity.values());
        return new NotificationQueue(
                Map.of(
                        "good", new Channel(notifier("good", false), all),
                        "broken", new Channel(notifier("broken", true), all),
                        "critical-only", new Channel(notifier("critical-only", false), Set.of(AlertSeverity.CRITICAL))),
                null,
                capacity,
                Duration.ofHours(1));
    }

    private Notifier notifier(String name, boolean broken) {
        return new Notifier() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public void send(Notification notification) throws Exception {
                gate.await();
                told.add(name + " " + notification.fingerprint() + " "
                        + notification.state().label());
                if (broken) {
                    throw new IllegalStateException("expected");
                }
            }
        };
    }

    private static Notification notification(String fingerprint, AlertState state) {
        return new Notification(
                "high",
                "high",
                AlertSeverity.WARNING,
                AlertCategory.DATA,
                state,
                Map.of(),
                Map.of(),
                1,
                Instant.EPOCH,
                state == AlertState.RESOLVED ? Instant.EPOCH : null,
                fingerprint);
    }
}
