package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Expression;

/**
 * A rule whose expression becomes series of a new name.
 *
 * @param name the name of the series
 * @param expression what is evaluated
 * @param labels labels that its series get, in the order of the file; texts and no templates
 * @param line where it begins in its file, from 1
 * @since 0.1.0
 */
public record RecordingRule(String name, Expression expression, Map<String, String> labels, int line) implements Rule {

    public RecordingRule {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
