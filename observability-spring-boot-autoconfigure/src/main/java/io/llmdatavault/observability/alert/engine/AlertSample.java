package io.llmdatavault.observability.alert.engine;

import java.util.Map;

/**
 * A series for which a condition is true.
 *
 * @param labels its labels, without the metric's name
 * @param value its value
 */
record AlertSample(Map<String, String> labels, double value) {}
