package io.llmdatavault.observability.alert.engine;

import java.time.Instant;
import java.util.Map;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is pending or firing. Secrets in the labels and annotations are masked.
 *
 * @param rule its rule
 * @param fingerprint 16 hexadecimal digits
 * @param labels the labels of the series and of the rule, sorted by name
 * @param annotations the texts of the rule for this alert, as its condition was last true, sorted by name
 * @param state pending or firing
 * @param value the value that the condition last was true for; not a number where there is no data
 * @param noData whether it is there because there is no data, and so no value
 * @param activeAt when the condition became true
 * @param firedAt when it began to fire; {@code null} while it is pending
 * @since 0.1.0
 */
public record AlertInstance(
        AlertRule rule,
        String fingerprint,
        Map<String, String> labels,
        Map<String, String> annotations,
        AlertState state,
        double value,
        boolean noData,
        Instant activeAt,
        @Nullable Instant firedAt) {}
