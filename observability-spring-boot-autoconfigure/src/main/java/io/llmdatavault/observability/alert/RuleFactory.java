package io.llmdatavault.observability.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertCondition;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.ErrorRate;
import io.llmdatavault.observability.alert.rule.HealthCheckFailed;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.MonitoredResource;
import io.llmdatavault.observability.alert.rule.NoDataPolicy;
import io.llmdatavault.observability.alert.rule.ResourceUsage;
import io.llmdatavault.observability.alert.rule.ThresholdOperator;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/** Makes a rule of its properties. */
final class RuleFactory {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final String key;

    private final String id;

    private final AlertProperties.Rule properties;

    private final String managementPath;

    RuleFactory(String id, AlertProperties.Rule properties, String managementPath) {
        this.key = ConfiguredRules.RULES + id + ".";
        this.id = id;
        this.properties = properties;
        this.managementPath = managementPath;
    }

    /**
     * The rule.
     * @param shipped has the one that it changes, unless it says itself when it is true
     */
    AlertRule rule(ShippedRules shipped) {
        if (!ID.matcher(id).matches()) {
            throw ConfiguredRules.error(
                    ConfiguredRules.RULES + id,
                    "is not an id of a rule: '" + id + "'",
                    "an id of lower-case letters and digits, joined by -, as in high-error-rate");
        }
        AlertRule.Builder changed = properties.isComplete() ? null : shipped.rule(id);
        AlertRule.Builder builder = changed != null ? changed : AlertRule.builder(id);
        if (properties.name() != null) {
            builder.name(properties.name());
        }
        if (properties.severity() != null) {
            builder.severity(ConfiguredRules.choice(key + "severity", properties.severity(), AlertSeverity.values()));
        }
        if (properties.category() != null) {
            builder.category(ConfiguredRules.choice(key + "category", properties.category(), AlertCategory.values()));
        }
        if (properties.noData() != null) {
            builder.noData(ConfiguredRules.choice(key + "no-data", properties.noData(), NoDataPolicy.values()));
        }
        if (properties.enabled() != null) {
            builder.enabled(properties.enabled());
        }
        setDurations(builder);
        properties.channels().forEach(builder::channel);
        properties.labels().forEach(builder::label);
        properties.annotations().forEach(builder::annotation);
        setCondition(builder);
        if (changed == null && !properties.isComplete()) {
            throw ConfiguredRules.error(
                    key + "condition",
                    "is missing, and no shipped rule has the id " + id + " (" + shipped.suggestion(id) + ")",
                    "a condition, as in metric-threshold, or expr, or correct the id");
        }
        return builder.build();
    }

    private void setDurations(AlertRule.Builder builder) {
        if (properties.pendingFor() != null) {
            builder.pendingFor(properties.pendingFor());
        }
        if (properties.keepFiringFor() != null) {
            builder.keepFiringFor(properties.keepFiringFor());
        }
        if (properties.cooldown() != null) {
            builder.cooldown(properties.cooldown());
        }
    }

    private void setCondition(AlertRule.Builder builder) {
        requireOne();
        if (properties.expr() != null) {
            builder.expr(properties.expr());
        }
        if (properties.condition() != null) {
            try {
                AlertCondition condition = condition(properties.condition());
                if (condition != null) {
                    builder.condition(condition);
                }
            } catch (ConfigurationError ex) {
                if (ex.configKey().startsWith(key)) {
                    throw ex;
                }
                throw ConfiguredRules.error(
                        key + ex.configKey(), ex.getMessage(), ex.expectedType().orElse("another value"));
            }
        }
    }

    private void requireOne() {
        List<String> said = new ArrayList<>();
        if (properties.expr() != null) {
            said.add("expr");
        }
        AlertProperties.Condition condition = properties.condition();
        if (condition != null) {
            addIf(condition.metricThreshold() != null, "metric-threshold", said);
            addIf(condition.errorRate() != null, "error-rate", said);
            addIf(condition.healthCheckFailed() != null, "health-check-failed", said);
            addIf(condition.resourceUsage() != null, "resource-usage", said);
        }
        if (said.size() > 1) {
            throw ConfiguredRules.error(
                    key + "condition",
                    "is not the only one, the rule has " + String.join(" and ", said),
                    "one of them and remove the others, or make two rules of it");
        }
    }

    private static void addIf(boolean present, String name, List<String> names) {
        if (present) {
            names.add(name);
        }
    }

    private @Nullable AlertCondition condition(AlertProperties.Condition condition) {
        if (condition.metricThreshold() != null) {
            return metricThreshold(condition.metricThreshold());
        }
        if (condition.errorRate() != null) {
            return errorRate(condition.errorRate());
        }
        if (condition.healthCheckFailed() != null) {
            AlertProperties.Check check = condition.healthCheckFailed();
            return HealthCheckFailed.builder(check.component() == null ? "" : check.component())
                    .consecutiveFailures(check.consecutiveFailures())
                    .build();
        }
        return condition.resourceUsage() == null ? null : resourceUsage(condition.resourceUsage());
    }

    private MetricThreshold metricThreshold(AlertProperties.Threshold threshold) {
        String prefix = key + "condition.metric-threshold.";
        if (threshold.metric() == null) {
            throw ConfiguredRules.error(
                    prefix + "metric", "is missing", "a name as Prometheus shows it, as in vault_errors_total");
        }
        if (threshold.threshold() == null) {
            throw ConfiguredRules.error(prefix + "threshold", "is missing", "a number");
        }
        MetricThreshold.Builder builder = MetricThreshold.builder(threshold.metric())
                .operator(ConfiguredRules.choice(prefix + "operator", threshold.operator(), ThresholdOperator.values()))
                .threshold(threshold.threshold())
                .aggregation(
                        ConfiguredRules.choice(prefix + "aggregation", threshold.aggregation(), Aggregation.values()));
        threshold.labels().forEach(builder::label);
        if (threshold.window() != null) {
            builder.window(threshold.window());
        }
        return builder.build();
    }

    private ErrorRate errorRate(AlertProperties.Rate rate) {
        ErrorRate.Builder builder = ErrorRate.builder()
                .window(rate.window())
                .minRequests(rate.minRequests())
                .withoutPath(managementPath);
        if (rate.thresholdPercent() != null) {
            builder.thresholdPercent(rate.thresholdPercent());
        }
        return builder.build();
    }

    private ResourceUsage resourceUsage(AlertProperties.Usage usage) {
        ResourceUsage.Builder builder = ResourceUsage.builder(ConfiguredRules.choice(
                key + "condition.resource-usage.resource", usage.resource(), MonitoredResource.values()));
        if (usage.thresholdPercent() != null) {
            builder.thresholdPercent(usage.thresholdPercent());
        }
        return builder.build();
    }
}
