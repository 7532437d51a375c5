package io.llmdatavault.observability.alert.notify;

import java.util.Set;

import io.llmdatavault.observability.alert.rule.AlertSeverity;

/**
 * A notifier, and what it wants to hear of.
 *
 * @param notifier tells somebody
 * @param severities the severities it is told of
 * @since 0.1.0
 */
public record Channel(Notifier notifier, Set<AlertSeverity> severities) {

    /**
     * Copies what it is given.
     * @param notifier tells somebody
     * @param severities the severities it is told of
     */
    public Channel {
        severities = Set.copyOf(severities);
    }
}
