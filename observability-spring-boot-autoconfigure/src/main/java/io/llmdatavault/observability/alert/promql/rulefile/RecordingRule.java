package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * A rule whose expression becomes series of a new name.
 *
 * @param name the name of the series
 * @param expression what is evaluated
 * @param labels labels that its series get, in the order of the file; texts and no templates
 * @param line where it begins in its file, from 1; 0 if no file has it
 * @since 0.1.0
 */
public record RecordingRule(String name, Expression expression, Map<String, String> labels, int line) implements Rule {

    /**
     * Checks and copies.
     * @throws PromQlException if the name, or that of a label, cannot be one
     */
    public RecordingRule {
        RuleChecks.require(RuleChecks.seriesName(name));
        RuleChecks.requireLabels(labels.keySet());
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
