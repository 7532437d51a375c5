package io.llmdatavault.observability.alert.engine;

import java.util.Map;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.promql.Labels;

/**
 * A series for which a condition is true, as an alert.
 *
 * @param labels the labels of the alert
 * @param value the value of the series
 * @param noData whether it is there because there is no data, and so no value
 * @param annotations renders the texts of the alert
 */
record Candidate(Labels labels, double value, boolean noData, Supplier<Map<String, String>> annotations) {}
