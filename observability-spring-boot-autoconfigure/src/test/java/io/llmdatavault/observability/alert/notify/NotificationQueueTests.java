package io.llmdatavault.observability.alert.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        queue.add(notification("c", AlertState.FIRING), List.of("good"));
        awaitTold(4);
        queue.close();
        assertThat(told).containsExactly("good a firing", "broken a firing", "good a resolved", "good c firing");
    }

    @Test
    void aSlowChannelNeitherBlocksNorPilesUp() {
        NotificationQueue queue = queue(1);
        for (String fingerprint : List.of("a", "b", "c", "d")) {
            queue.add(notification(fingerprint, AlertState.FIRING), List.of("good"));
        }
        gate.countDown();
        awaitTold(2);
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

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3", "3, 3", "9, 3"})
    void triesThreeTimes(int failures, int attempts) {
        AtomicInteger left = new AtomicInteger(failures);
        NotificationQueue queue = queue("flaky", Duration.ofNanos(1), notification -> {
            // Counted first: the test goes on as soon as it sees that somebody was told.
            boolean fails = left.getAndDecrement() > 0;
            told.add(notification.state().label());
            if (fails) {
                throw new OutOfMemoryError("expected");
            }
        });
        queue.add(notification("a", AlertState.FIRING), List.of("flaky"));
        awaitTold(attempts);
        left.set(0);
        queue.add(notification("a", AlertState.RESOLVED), List.of("flaky"));
        queue.add(notification("b", AlertState.FIRING), List.of("flaky"));
        List<String> expected = new ArrayList<>(Collections.nCopies(attempts, "firing"));
        if (failures < 3) {
            expected.add("resolved");
        }
        expected.add("firing");
        awaitTold(expected.size());
        queue.close();
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void whatIsOverIsNotTriedAgain() {
        NotificationQueue queue = queue("broken", Duration.ofMillis(50), notification -> {
            waitAtTheGate();
            told.add(notification.fingerprint() + " " + notification.state().label());
            throw new IllegalStateException("expected");
        });
        queue.add(notification("a", AlertState.FIRING), List.of("broken"));
        queue.add(notification("a", AlertState.RESOLVED), List.of("broken"));
        queue.add(notification("b", AlertState.FIRING), List.of("broken"));
        gate.countDown();
        awaitTold(4);
        queue.close();
        assertThat(told).containsExactly("a firing", "b firing", "b firing", "b firing");
    }

    /** So many alerts there are at most, and each channel is told of all of them. */
    @Test
    void everyChannelHearsOfTheEndOfTenThousandAlerts() {
        Map<String, Channel> channels = new HashMap<>();
        for (String name : List.of("one", "other")) {
            channels.put(name, channel(name, notification -> {
                if (notification.state() == AlertState.RESOLVED) {
                    told.add(name + " " + notification.fingerprint());
                }
            }));
        }
        List<String> names = List.of("one", "other");
        try (NotificationQueue queue = new NotificationQueue(channels, null, 30_000, Duration.ZERO)) {
            for (int i = 0; i < 10_000; i++) {
                queue.add(notification("" + i, AlertState.FIRING), names);
            }
            queue.add(notification("0", AlertState.RESOLVED), names);
            awaitTold(2);
        }
        assertThat(told).containsExactly("one 0", "other 0");
    }

    @Test
    void aChannelMayEndTheApplication() {
        AtomicReference<NotificationQueue> queue = new AtomicReference<>();
        queue.set(queue("ending", Duration.ZERO, notification -> {
            queue.get().close();
            told.add(Thread.interrupted() ? "interrupted" : "in peace");
        }));
        queue.get().add(notification("a", AlertState.FIRING), List.of("ending"));
        await().untilAsserted(() -> assertThat(told).containsExactly("in peace"));
    }

    private void awaitTold(int count) {
        await().untilAsserted(() -> assertThat(told).hasSizeGreaterThanOrEqualTo(count));
    }

    private void waitAtTheGate() {
        try {
            gate.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static NotificationQueue queue(String name, Duration backOff, Consumer<Notification> sending) {
        return new NotificationQueue(Map.of(name, channel(name, sending)), null, 10, backOff);
    }

    private static Channel channel(String name, Consumer<Notification> sending) {
        Notifier notifier = new Notifier() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public void send(Notification notification) {
                sending.accept(notification);
            }
        };
        return new Channel(notifier, Set.of(AlertSeverity.values()));
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
                false,
                Instant.EPOCH,
                state == AlertState.RESOLVED ? Instant.EPOCH : null,
                fingerprint);
    }
}
