package io.llmdatavault.observability.alert.rule;

import java.util.Objects;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * More of a resource is used than should be. Immutable.
 *
 * @since 0.1.0
 */
public final class ResourceUsage implements AlertCondition {

    private static final ConditionChecks CHECKS = new ConditionChecks("resource-usage");

    private final MonitoredResource resource;

    private final double thresholdPercent;

    private ResourceUsage(MonitoredResource resource, double thresholdPercent) {
        this.resource = resource;
        this.thresholdPercent = thresholdPercent;
    }

    /**
     * Starts a condition.
     * @param resource what is used
     * @return a builder
     */
    public static Builder builder(MonitoredResource resource) {
        return new Builder(resource);
    }

    /**
     * What is used.
     * @return the resource
     */
    public MonitoredResource resource() {
        return resource;
    }

    /**
     * How much of it may be used.
     * @return from 0 to below 100
     */
    public double thresholdPercent() {
        return thresholdPercent;
    }

    @Override
    public String promql() {
        return resource.percent() + " > " + PrometheusText.of(thresholdPercent);
    }

    @Override
    public String toString() {
        return promql();
    }

    /**
     * Builds conditions. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final MonitoredResource resource;

        private @Nullable Double thresholdPercent;

        private Builder(MonitoredResource resource) {
            this.resource = Objects.requireNonNull(resource, "resource");
        }

        /**
         * How much of it may be used. Required.
         * @param thresholdPercent from 0 to below 100
         * @return this
         */
        public Builder thresholdPercent(double thresholdPercent) {
            this.thresholdPercent = thresholdPercent;
            return this;
        }

        /**
         * Checks and builds.
         * @return the condition
         * @throws ConfigurationError when the threshold is missing or wrong
         */
        public ResourceUsage build() {
            return new ResourceUsage(resource, CHECKS.percent(thresholdPercent));
        }
    }
}
