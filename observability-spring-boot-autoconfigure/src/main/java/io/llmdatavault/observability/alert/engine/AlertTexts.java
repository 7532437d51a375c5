package io.llmdatavault.observability.alert.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.promql.template.TemplateData;

/** Makes the labels and annotations of alerts, as Prometheus does. */
final class AlertTexts {

    private static final String ALERT_NAME = "alertname";

    private final AlertingRule rule;

    private final GroupQueries queries;

    private final Labels externalLabels;

    /** As written, which is what Prometheus shows in {@code ALERTS} of a label that is rendered to nothing. */
    private final Labels unrendered;

    AlertTexts(AlertingRule rule, GroupQueries queries, Labels externalLabels) {
        this.rule = rule;
        this.queries = queries;
        this.externalLabels = externalLabels;
        Map<String, String> texts = new HashMap<>();
        rule.labels().forEach((name, template) -> texts.put(name, template.toString()));
        this.unrendered = Labels.of(texts);
    }

    /**
     * The alert of a series.
     * @param series the labels of the series, the metric name included
     * @param value its value
     * @param noData whether there is none, because there is no data
     * @param now when it has it
     */
    Candidate candidate(Labels series, double value, boolean noData, Tick now) {
        TemplateData data =
                new TemplateData(series, externalLabels, "", value, expression -> queries.evaluate(expression, now));
        Labels labels = series.withoutName();
        for (Map.Entry<String, Template> label : rule.labels().entrySet()) {
            labels = labels.with(label.getKey(), label.getValue().render(data));
        }
        return new Candidate(labels.with(ALERT_NAME, rule.name()), value, noData, () -> annotations(data));
    }

    private Map<String, String> annotations(TemplateData data) {
        Map<String, String> texts = new TreeMap<>();
        rule.annotations().forEach((name, template) -> texts.put(name, template.render(data)));
        return texts;
    }

    /** The labels of a series about an alert. */
    Labels stateLabels(String metric, Labels alert) {
        Map<String, String> labels = unrendered.toMap();
        alert.forEach(labels::put);
        labels.put(Labels.METRIC_NAME, metric);
        labels.put(ALERT_NAME, rule.name());
        return Labels.of(labels);
    }
}
