package io.llmdatavault.observability.alert.notify;

import java.time.Instant;
import java.util.Map;

import io.llmdatavault.observability.alert.rule.AlertRule;

/**
 * An alert got another state. Secrets in the labels are masked.
 *
 * @param rule its rule
 * @param fingerprint 16 hexadecimal digits, the same for the same rule and labels, in every process
 * @param labels the labels of the series and of the rule, unmodifiable
 * @param from the state it had
 * @param to the state it has
 * @param value the value that the condition last was true for; not a number where there is no data
 * @param noData whether the alert is there because there is no data, and so no value
 * @param at when it was evaluated
 * @since 0.1.0
 */
public record AlertTransition(
        AlertRule rule,
        String fingerprint,
        Map<String, String> labels,
        AlertState from,
        AlertState to,
        double value,
        boolean noData,
        Instant at) {}
