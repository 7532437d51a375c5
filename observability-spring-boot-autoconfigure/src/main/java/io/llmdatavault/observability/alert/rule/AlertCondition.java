package io.llmdatavault.observability.alert.rule;

/**
 * When an alert rule is true. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface AlertCondition
        permits MetricThreshold, ErrorRate, HealthCheckFailed, ResourceUsage, PromQlCondition {

    /**
     * The condition in the language of Prometheus. It is true for every series of the expression's result.
     * @return an expression
     */
    String promql();
}
