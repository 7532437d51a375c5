package io.llmdatavault.observability.alert.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.rulefile.Rule;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the engine evaluates it: what is computed, and what an alert of it means to people.
 *
 * @param rule what is computed: its expression, labels and annotations parsed
 * @param alert severity, channels and the like of an alerting rule; {@code null} for a recording rule
 * @since 0.1.0
 */
public record EvaluationRule(Rule rule, @Nullable AlertRule alert) {

    private static final Map<AlertSeverity, Template> SEVERITIES = Stream.of(AlertSeverity.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), severity -> unlessOfTheSeries("severity", severity.label())));

    private static final Map<AlertCategory, Template> CATEGORIES = Stream.of(AlertCategory.values())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), category -> unlessOfTheSeries("category", category.label())));

    public EvaluationRule {
        if (rule instanceof AlertingRule == (alert == null)) {
            throw new IllegalArgumentException("An alerting rule has an AlertRule, a recording rule has none.");
        }
    }

    /**
     * A rule of properties or of a bean. Its alerts have the labels {@code severity} and {@code category} beside its own
     * and those of the series, which come first: alerts that differ in one of them alone stay apart.
     * @throws PromQlException if its expression cannot be parsed
     */
    public static EvaluationRule of(AlertRule rule) {
        Map<String, Template> labels = new LinkedHashMap<>();
        labels.put("severity", Objects.requireNonNull(SEVERITIES.get(rule.severity())));
        labels.put("category", Objects.requireNonNull(CATEGORIES.get(rule.category())));
        labels.putAll(rule.labelTemplates());
        return new EvaluationRule(
                new AlertingRule(
                        rule.id(),
                        rule.condition() instanceof PromQlCondition parsed
                                ? parsed.expression()
                                : PromQl.parse(rule.condition().promql()),
                        rule.pendingFor(),
                        rule.keepFiringFor(),
                        labels,
                        rule.annotationTemplates(),
                        0),
                rule);
    }

    private static Template unlessOfTheSeries(String label, String value) {
        return Template.parse(
                "{{ if $labels." + label + " }}{{ $labels." + label + " }}{{ else }}" + value + "{{ end }}");
    }

    /** A rule whose result becomes series. */
    public static EvaluationRule of(RecordingRule rule) {
        return new EvaluationRule(rule, null);
    }
}
