package io.llmdatavault.observability.alert.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;

/** Tells channels what a step has brought, and asks again for those that had no room. Used by one thread. */
final class Announcer {

    private static final int MAX_MISSED = 10_000;

    private final NotificationQueue queue;

    private final @Nullable Masker masker;

    /** Added to what is sent, and only to that, as Prometheus does. */
    private final Labels externalLabels;

    /** By fingerprint: the end of an alert takes the place of its beginning. */
    private final Map<String, Missed> missed = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Missed> eldest) {
            return size() > MAX_MISSED;
        }
    };

    Announcer(NotificationQueue queue, @Nullable Masker masker, Labels externalLabels) {
        this.queue = queue;
        this.masker = masker;
        this.externalLabels = externalLabels;
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
                        masked(rule.name()),
                        rule.severity(),
                        rule.category(),
                        news.end() == null ? AlertState.FIRING : AlertState.RESOLVED,
                        withExternal(alert.labels()),
                        alert.annotations(),
                        alert.value(),
                        alert.noData(),
                        alert.firedAt() == null ? alert.activeAt() : alert.firedAt(),
                        news.end(),
                        alert.fingerprint()),
                channels(rule));
    }

    /** Whether no channel of a rule is told of its alerts. */
    boolean isSilent(AlertRule rule) {
        return queue.isLeftOut(rule.severity(), channels(rule));
    }

    /** The channels of a rule, named or not. */
    static List<String> channels(AlertRule rule) {
        return rule.channels().isEmpty() ? AlertEngine.DEFAULT_CHANNELS : rule.channels();
    }

    /** What the alert says itself counts. */
    private Map<String, String> withExternal(Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(masked(externalLabels.toMap()));
        all.putAll(labels);
        return all;
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

    String masked(String text) {
        return masker == null ? text : masker.maskText(text);
    }

    /** What some channels could not be told. */
    private record Missed(Notification notification, List<String> channels) {}
}
