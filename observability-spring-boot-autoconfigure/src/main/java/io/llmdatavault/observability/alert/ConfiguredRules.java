package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.ThresholdOperator;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/** Makes rules of properties, and checks them against everything that only the application as a whole knows. */
final class ConfiguredRules {

    private static final String RULES = AlertProperties.PREFIX + ".rules.";

    private static final Duration MAX_WINDOW = Duration.ofHours(25);

    /** How many values of one series are kept at the most. */
    private static final int MAX_POINTS = 10_000;

    private final AlertProperties properties;

    private final Map<String, AlertRule> beans;

    private final Set<String> channels;

    ConfiguredRules(AlertProperties properties, Map<String, AlertRule> beans, Set<String> channels) {
        this.properties = properties;
        this.beans = beans;
        this.channels = new TreeSet<>(channels);
        this.channels.add("log");
    }

    Collection<AlertRule> all() {
        Map<String, AlertRule> rules = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        requireDistinct(RULES, properties.rules().keySet());
        properties.rules().forEach((id, rule) -> add(RULES + id, rule(id, rule), rules, origins));
        beans.forEach((name, rule) -> add("the bean " + name, rule, rules, origins));
        return List.copyOf(rules.values());
    }

    private void add(String origin, AlertRule rule, Map<String, AlertRule> rules, Map<String, String> origins) {
        String other = origins.putIfAbsent(rule.id(), origin);
        if (other != null) {
            throw error(
                    RULES + rule.id(),
                    "is defined twice, by " + other + " and by " + origin,
                    "one rule only, or give one of them another id");
        }
        for (String channel : rule.channels()) {
            if (!channels.contains(channel)) {
                throw error(
                        RULES + rule.id() + ".channels",
                        "names the channel '" + channel + "', which does not exist (in " + origin + ")",
                        "some of: " + String.join(", ", channels));
            }
        }
        if (rule.condition() instanceof MetricThreshold threshold) {
            threshold.window().ifPresent(window -> checkWindow(origin, rule, window));
        }
        rules.put(rule.id(), rule);
    }

    private void checkWindow(String origin, AlertRule rule, Duration window) {
        if (window.compareTo(properties.interval()) < 0) {
            throw error(
                    RULES + rule.id() + ".condition.metric-threshold.window",
                    "is " + window + ", shorter than the interval of " + properties.interval() + " (in " + origin + ")",
                    "a duration from " + properties.interval().toMillis() + "ms");
        }
        Duration longest = shorter(MAX_WINDOW, properties.interval().multipliedBy(MAX_POINTS));
        if (window.compareTo(longest) > 0) {
            throw error(
                    RULES + rule.id() + ".condition.metric-threshold.window",
                    "is " + window + ", longer than is kept at an interval of " + properties.interval() + " (in "
                            + origin + ")",
                    "a duration up to " + longest.toSeconds() + "s");
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static AlertRule rule(String id, AlertProperties.Rule rule) {
        String key = RULES + id + ".";
        AlertRule.Builder builder = AlertRule.builder(id)
                .name(rule.name() == null ? id : rule.name())
                .severity(choice(key + "severity", rule.severity(), AlertSeverity.values()))
                .category(choice(key + "category", rule.category(), AlertCategory.values()))
                .pendingFor(rule.pendingFor())
                .keepFiringFor(rule.keepFiringFor())
                .cooldown(rule.cooldown())
                .enabled(rule.enabled());
        rule.channels().forEach(builder::channel);
        rule.labels().forEach(builder::label);
        rule.annotations().forEach(builder::annotation);
        AlertProperties.Threshold threshold =
                rule.condition() == null ? null : rule.condition().metricThreshold();
        if (threshold != null) {
            builder.condition(condition(key, threshold));
        }
        return builder.build();
    }

    private static MetricThreshold condition(String key, AlertProperties.Threshold threshold) {
        String prefix = key + "condition.metric-threshold.";
        if (threshold.metric() == null) {
            throw error(prefix + "metric", "is missing", "a name as Prometheus shows it, as in vault_errors_total");
        }
        if (threshold.threshold() == null) {
            throw error(prefix + "threshold", "is missing", "a number");
        }
        MetricThreshold.Builder builder = MetricThreshold.builder(threshold.metric())
                .operator(choice(prefix + "operator", threshold.operator(), ThresholdOperator.values()))
                .threshold(threshold.threshold())
                .aggregation(choice(prefix + "aggregation", threshold.aggregation(), Aggregation.values()));
        threshold.labels().forEach(builder::label);
        Duration window = threshold.window();
        if (window != null) {
            builder.window(window);
        }
        try {
            return builder.build();
        } catch (ConfigurationError ex) {
            throw error(key + ex.configKey(), ex.getMessage(), ex.expectedType().orElse("another value"));
        }
    }

    static <E extends Enum<E>> E choice(String key, String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> error(
                        key,
                        "is not known: '" + text + "'",
                        "one of: "
                                + Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    /** An environment variable cannot tell apart what differs in hyphens only. */
    static void requireDistinct(String prefix, Set<String> ids) {
        Map<String, String> idsByLetters = new HashMap<>();
        for (String id : ids) {
            String other = idsByLetters.put(id.replace("-", ""), id);
            if (other != null) {
                throw error(prefix + id, "differs from the id " + other + " in hyphens only", "another id");
            }
        }
    }

    static ConfigurationError error(String key, @Nullable String problem, String expected) {
        return ConfigurationError.builder(key, String.valueOf(problem))
                .expectedType(expected)
                .build();
    }
}
