package io.llmdatavault.observability.alert.notify;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The channel {@code log}: one line per notification, under the name of {@link Notifier}. A firing alert is logged at
 * ERROR when it is critical or an error, else at WARN; a resolved one at INFO. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LogNotifier implements Notifier {

    private static final Logger logger = LoggerFactory.getLogger(Notifier.class);

    /** Labels of every alert, which the line or its fields have anyway. */
    private static final Set<String> SAID_ELSEWHERE = Set.of("alertname", "severity", "category");

    private final String name;

    /**
     * Makes a channel.
     * @param name its name
     */
    public LogNotifier(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Notification notification) {
        LoggingEventBuilder line = logger.atLevel(level(notification))
                .addKeyValue("alert", notification.ruleId())
                .addKeyValue("state", notification.state().label())
                .addKeyValue("severity", notification.severity().label())
                .addKeyValue("category", notification.category().label())
                .addKeyValue("fingerprint", notification.fingerprint())
                .addKeyValue("starts_at", notification.startsAt().toString());
        line = notification.noData()
                ? line.addKeyValue("no_data", true)
                : line.addKeyValue("value", notification.value());
        if (notification.endsAt().isPresent()) {
            line = line.addKeyValue("ends_at", notification.endsAt().get().toString());
        }
        line.log(text(notification));
    }

    private static Level level(Notification notification) {
        if (notification.state() == AlertState.RESOLVED) {
            return Level.INFO;
        }
        return notification.severity().compareTo(AlertSeverity.ERROR) <= 0 ? Level.ERROR : Level.WARN;
    }

    private static String text(Notification notification) {
        StringBuilder text = new StringBuilder("Alert ")
                .append(notification.ruleId())
                .append(notification.state() == AlertState.FIRING ? " is firing" : " is resolved");
        if (!notification.ruleName().equals(notification.ruleId())) {
            text.append(": ").append(notification.ruleName());
        }
        if (notification.state() == AlertState.FIRING) {
            text.append(notification.noData() ? ", no data" : ", value " + notification.value());
        }
        Map<String, String> labels = new TreeMap<>(notification.labels());
        labels.keySet().removeAll(SAID_ELSEWHERE);
        append(text, labels);
        append(text, new TreeMap<>(notification.annotations()));
        return text.toString().replace('\n', ' ').replace('\r', ' ');
    }

    private static void append(StringBuilder text, Map<String, String> named) {
        if (!named.isEmpty()) {
            text.append(' ').append(named);
        }
    }
}
