package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;

/**
 * Alert rules, and who is told.
 *
 * @param enabled Whether alert rules are evaluated.
 * @param interval Time between two evaluations. A number without a unit is in seconds, as in all keys of alerts.
 * @param initialDelay Time between the application being ready and the first evaluation.
 * @param historySize Number of changes that are remembered, 1 or more.
 * @param maxSeries Number of series that are sampled, 1 or more. Further ones are ignored.
 * @param rules Alert rules by id.
 * @param channels Channels by name.
 */
@ConfigurationProperties(value = "vault.observability.alerts", ignoreUnknownFields = false)
record AlertProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("15s") @DurationUnit(ChronoUnit.SECONDS)
        Duration interval,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration initialDelay,

        @DefaultValue("1000") int historySize,
        @DefaultValue("10000") int maxSeries,
        @DefaultValue Map<String, Rule> rules,
        @DefaultValue Map<String, Channel> channels) {

    static final String PREFIX = "vault.observability.alerts";

    private static final Duration LONGEST = Duration.ofDays(365);

    AlertProperties {
        if (interval.toMillis() < 1 || interval.compareTo(LONGEST) > 0) {
            throw error("interval", "must be positive and at most 365d, but is " + interval, "a duration, as in 15s");
        }
        if (initialDelay.isNegative() || initialDelay.compareTo(LONGEST) > 0) {
            throw error("initial-delay", "must be 0s to 365d, but is " + initialDelay, "a duration from 0s, as in 30s");
        }
        requirePositive("history-size", historySize);
        requirePositive("max-series", maxSeries);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw error(key, "must be 1 or more, but is " + value, "a number from 1");
        }
    }

    private static ConfigurationError error(String key, String problem, String expected) {
        return ConfigurationError.builder(PREFIX + "." + key, problem)
                .expectedType(expected)
                .build();
    }

    /**
     * One alert rule.
     *
     * @param name Text that people read. The id by default.
     * @param severity How bad it is, one of critical, error, warning, info.
     * @param category What it is about, one of security, performance, availability, data, compliance.
     * @param pendingFor Time for which the condition must be true before the alert fires.
     * @param keepFiringFor Time for which the alert keeps firing after its condition has become false.
     * @param cooldown Time after it was resolved in which nobody is told that the alert fires again.
     * @param channels Comma-separated list of channels that are told. One log line by default.
     * @param labels Labels of every alert of the rule.
     * @param annotations Texts that go with every notification.
     * @param enabled Whether the rule is evaluated.
     * @param condition When the rule is true.
     */
    record Rule(
            @Nullable String name,
            @DefaultValue("warning") String severity,
            @DefaultValue("availability") String category,

            @Name("for") @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS)
            Duration pendingFor,

            @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS)
            Duration keepFiringFor,

            @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS)
            Duration cooldown,

            @DefaultValue List<String> channels,
            @DefaultValue Map<String, String> labels,
            @DefaultValue Map<String, String> annotations,
            @DefaultValue("true") boolean enabled,
            @Nullable Condition condition) {}

    /**
     * When a rule is true.
     *
     * @param metricThreshold A metric is beyond a threshold.
     */
    record Condition(@Nullable Threshold metricThreshold) {}

    /**
     * A metric is beyond a threshold.
     *
     * @param metric Metric as Prometheus shows it.
     * @param labels Labels that its series must have.
     * @param operator How it is compared, one of gt, gte, lt, lte, eq.
     * @param threshold Number that it is compared with.
     * @param aggregation What is compared, one of value, sum, avg, min, max, rate, increase, p95, p99.
     * @param window Time that rate, increase, p95 and p99 look back on.
     */
    record Threshold(
            @Nullable String metric,
            @DefaultValue Map<String, String> labels,
            @DefaultValue("gt") String operator,
            @Nullable Double threshold,
            @DefaultValue("value") String aggregation,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration window) {}

    /**
     * One channel.
     *
     * @param type Kind of channel. The only one is log.
     * @param severities Comma-separated list of severities that it is told of. All by default.
     */
    record Channel(@Nullable String type, @DefaultValue List<String> severities) {}
}
