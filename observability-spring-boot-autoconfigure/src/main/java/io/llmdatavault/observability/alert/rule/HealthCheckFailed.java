package io.llmdatavault.observability.alert.rule;

import java.util.Map;
import java.util.Objects;

import io.llmdatavault.observability.error.ConfigurationError;

/**
 * The check of a component has failed several times in a row. Immutable.
 *
 * @since 0.1.0
 */
public final class HealthCheckFailed implements AlertCondition {

    private static final ConditionChecks CHECKS = new ConditionChecks("health-check-failed");

    private final String component;

    private final int consecutiveFailures;

    private HealthCheckFailed(Builder builder) {
        this.component = builder.component;
        this.consecutiveFailures = builder.consecutiveFailures;
    }

    /**
     * Starts a condition.
     * @param component the name of the component, as in {@code database}
     * @return a builder
     */
    public static Builder builder(String component) {
        return new Builder(component);
    }

    /**
     * The component.
     * @return its name
     */
    public String component() {
        return component;
    }

    /**
     * How many checks in a row have failed.
     * @return one or more
     */
    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    @Override
    public String promql() {
        return PromQlText.selector("vault_component_consecutive_failures", Map.of("component", component)) + " >= "
                + consecutiveFailures;
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

        private final String component;

        private int consecutiveFailures = 3;

        private Builder(String component) {
            this.component = Objects.requireNonNull(component, "component");
        }

        /**
         * How many checks in a row must have failed; 3 when nothing is said.
         * @param consecutiveFailures one or more
         * @return this
         */
        public Builder consecutiveFailures(int consecutiveFailures) {
            this.consecutiveFailures = consecutiveFailures;
            return this;
        }

        /**
         * Checks and builds.
         * @return the condition
         * @throws ConfigurationError when something is missing or wrong
         */
        public HealthCheckFailed build() {
            if (component.isBlank()) {
                throw CHECKS.error("component", "is missing", "the name of a component, as in database");
            }
            CHECKS.atLeastOne("consecutive-failures", consecutiveFailures);
            return new HealthCheckFailed(this);
        }
    }
}
