package io.llmdatavault.observability.alert.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;

/** Tells channels what a step has brought, and asks again for those that had no room. Used by one thread. */
final class Announcer {

    private static final int MAX_MISSED = 10_000;

    private final NotificationQueue queue;

    private final @Nullable Masker masker;

    /** By fingerprint: the end of an alert takes the place of its beginning. */
    private final Map<String, Missed> missed = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Missed> eldest) {
            return size() > MAX_MISSED;
        }
    };

    Announcer(NotificationQueue queue, @Nullable Masker masker) {
        this.queue = queue;
        this.masker = masker;
    }

    void askAgain() {
        List<Missed> again = List.copyOf(missed.values());
        missed.clear();
        again.forEach(item -> add(item.notification(), item.channels()));
    }

    void tell(AlertStateMachine.News news) {
        AlertInstance alert = news.alert();
        AlertRule rule = alert.rule();
        missed.remove(alert.fingerprint());
        add(
                new Notification(
                        rule.id(),
                        maskedText(rule.name()),
                        rule.severity(),
                        rule.category(),
                        news.end() == null ? AlertState.FIRING : AlertState.RESOLVED,
                        alert.labels(),
                        masked(rule.annotations()),
                        alert.value(),
                        alert.firedAt() == null ? alert.activeAt() : alert.firedAt(),
                        news.end(),
                        alert.fingerprint()),
                rule.channels().isEmpty() ? AlertEngine.DEFAULT_CHANNELS : rule.channels());
    }

    private void add(Notification notification, List<String> channels) {
        List<String> withoutRoom = queue.add(notification, channels);
        if (!withoutRoom.isEmpty()) {
            missed.put(notification.fingerprint(), new Missed(notification, withoutRoom));
        }
    }

    Map<String, String> masked(Map<String, String> texts) {
        if (masker == null) {
            return texts;
        }
        Map<String, String> masked = new TreeMap<>();
        texts.forEach((name, text) -> masked.put(name, masker.maskText(masker.mask(name, text))));
        return Collections.unmodifiableMap(masked);
    }

    private String maskedText(String text) {
        return masker == null ? text : masker.maskText(text);
    }

    /** What some channels could not be told. */
    private record Missed(Notification notification, List<String> channels) {}
}
