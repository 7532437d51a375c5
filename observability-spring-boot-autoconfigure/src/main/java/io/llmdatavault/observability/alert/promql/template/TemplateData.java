package io.llmdatavault.observability.alert.promql.template;

import java.util.function.Function;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * What a template may show.
 *
 * @param labels the labels of the series that the alert is about: {@code $labels}
 * @param externalLabels the labels that the whole instance has: {@code $externalLabels}
 * @param externalUrl where people find the instance, or empty: {@code $externalURL}
 * @param value the value of the series: {@code $value}
 * @param query evaluates the expressions given to {@code query}, at the time of the alert; may throw a
 *     {@link PromQlException}, whose message becomes part of the text
 * @since 0.1.0
 */
public record TemplateData(
        Labels labels, Labels externalLabels, String externalUrl, double value, Function<String, InstantVector> query) {

    /** Labels and value alone; {@code query} fails. */
    public static TemplateData of(Labels labels, double value) {
        return new TemplateData(labels, Labels.EMPTY, "", value, expression -> {
            throw new PromQlException("There is nothing to query here.");
        });
    }
}
