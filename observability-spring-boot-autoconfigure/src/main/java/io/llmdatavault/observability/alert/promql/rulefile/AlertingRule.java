package io.llmdatavault.observability.alert.promql.rulefile;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.template.Template;

/**
 * A rule with an alert for each series of its expression.
 *
 * @param name the name of the alert
 * @param expression what is evaluated
 * @param pendingFor how long a series must be there before its alert fires: {@code for}
 * @param keepFiringFor how long an alert goes on when its series has gone
 * @param labels labels that its alerts get, in the order of the file
 * @param annotations texts for people, in the order of the file
 * @param line where it begins in its file, from 1; 0 if no file has it
 * @since 0.1.0
 */
public record AlertingRule(
        String name,
        Expression expression,
        Duration pendingFor,
        Duration keepFiringFor,
        Map<String, Template> labels,
        Map<String, Template> annotations,
        int line)
        implements Rule {

    /**
     * Checks and copies.
     * @throws PromQlException if the name is missing, that of a label cannot be one, or a duration is negative
     */
    public AlertingRule {
        RuleChecks.require(name.isEmpty() ? "An alert needs a name." : null);
        RuleChecks.require(RuleChecks.duration(pendingFor));
        RuleChecks.require(RuleChecks.duration(keepFiringFor));
        RuleChecks.requireLabels(labels.keySet());
        RuleChecks.requireAnnotations(annotations.keySet());
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
}
