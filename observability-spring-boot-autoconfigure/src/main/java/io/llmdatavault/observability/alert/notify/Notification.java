package io.llmdatavault.observability.alert.notify;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is told: an alert fires, or is resolved. Immutable; secrets in texts are masked.
 *
 * @param ruleId the rule's id
 * @param ruleName the rule's name
 * @param severity how bad it is
 * @param category what it is about
 * @param state {@link AlertState#FIRING} or {@link AlertState#RESOLVED}
 * @param labels the labels of the series and of the rule, and those external ones that neither has, unmodifiable
 * @param annotations the texts of the rule, unmodifiable
 * @param value the value that the condition last was true for; not a number where there is no data
 * @param noData whether the alert is there because there is no data, and so no value
 * @param startsAt when it began to fire
 * @param end when it was resolved; {@code null} while it fires
 * @param fingerprint 16 hexadecimal digits, the same for the same rule and labels, in every process
 * @since 0.1.0
 */
public record Notification(
        String ruleId,
        String ruleName,
        AlertSeverity severity,
        AlertCategory category,
        AlertState state,
        Map<String, String> labels,
        Map<String, String> annotations,
        double value,
        boolean noData,
        Instant startsAt,
        @Nullable Instant end,
        String fingerprint) {

    /**
     * Copies what it is given.
     * @param ruleId the rule's id
     * @param ruleName the rule's name
     * @param severity how bad it is
     * @param category what it is about
     * @param state firing or resolved
     * @param labels the labels
     * @param annotations the texts
     * @param value the value
     * @param noData whether there is none
     * @param startsAt when it began to fire
     * @param end when it was resolved
     * @param fingerprint what identifies the alert
     */
    public Notification {
        if (state != AlertState.FIRING && state != AlertState.RESOLVED) {
            throw new IllegalArgumentException("Nobody is notified of the state " + state.label());
        }
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /**
     * When it was resolved.
     * @return the time; empty while it fires
     */
    public Optional<Instant> endsAt() {
        return Optional.ofNullable(end);
    }
}
