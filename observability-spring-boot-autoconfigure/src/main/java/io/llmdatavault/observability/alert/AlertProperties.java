package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Alert rules, and who is told.
 *
 * @param enabled Whether alert rules are evaluated.
 * @param interval Time between two evaluations, at most 1h. A number without a unit is in seconds, as in all keys of alerts.
 * @param initialDelay Time between the application being ready and the first evaluation.
 * @param historySize Number of changes that are remembered, 1 or more.
 * @param maxSeries Number of series that are sampled, 1 or more. Further ones are ignored.
 * @param retention Time for which samples are kept, longer for series that a rule looks further back on. 1h by default, or max-retention if that is shorter.
 * @param maxRetention Longest time for which samples are kept, from 5m. A rule that looks further back is refused, a shipped one left out.
 * @param maxMemory Memory that samples may take, from 1MB. Further series are ignored.
 * @param externalLabels Labels of every sampled series and every notification. They may replace job, the name of the service, and instance, its host and port.
 * @param onInvalidRule What a rule that is wrong does, end the start-up or be left out.
 * @param ruleFiles Comma-separated list of rule files of Prometheus. Paths, or locations with classpath: or file:, which may have * in them.
 * @param defaultRules Whether the rules that are shipped are evaluated.
 * @param defaultThresholds Thresholds of the rules that are shipped.
 * @param runbookBaseUrl Start of the annotation runbook_url of the rules that are shipped, to which the id of the rule is added.
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

        @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration retention,

        @DefaultValue("25h") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxRetention,

        @DefaultValue("64MB") DataSize maxMemory,
        @DefaultValue Map<String, String> externalLabels,
        @DefaultValue("fail") OnInvalidRule onInvalidRule,
        @DefaultValue List<String> ruleFiles,
        @DefaultValue("true") boolean defaultRules,
        @DefaultValue DefaultThresholds defaultThresholds,
        @Nullable String runbookBaseUrl,
        @DefaultValue Map<String, Rule> rules,
        @DefaultValue Map<String, Channel> channels) {

    static final String PREFIX = "vault.observability.alerts";

    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    private static final Duration RETENTION = Duration.ofHours(1);

    /** Templates would be made of braces. */
    private static final Pattern URI_START = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s{}\"<>\\\\]+");

    private static final Duration LONGEST = Duration.ofDays(365);

    private static final DataSize SMALLEST_MEMORY = DataSize.ofMegabytes(1);

    private static final Pattern LABEL_NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    /** What the service itself says of a series, or a meter of its buckets. */
    private static final Set<String> TAKEN = Set.of("alertname", "le", "quantile");

    AlertProperties {
        if (interval.toMillis() < 1 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw error(
                    "interval",
                    "must be positive and at most 1h, but is " + DurationText.of(interval),
                    "a duration, as in 15s");
        }
        if (initialDelay.isNegative() || initialDelay.compareTo(LONGEST) > 0) {
            throw error(
                    "initial-delay",
                    "must be 0s to 365d, but is " + DurationText.of(initialDelay),
                    "a duration from 0s, as in 30s");
        }
        requirePositive("history-size", historySize);
        requirePositive("max-series", maxSeries);
        if (maxRetention.compareTo(QueryEngine.DEFAULT_LOOK_BACK) < 0 || maxRetention.compareTo(LONGEST) > 0) {
            throw error(
                    "max-retention",
                    "must be 5m to 365d, but is " + DurationText.of(maxRetention),
                    "a duration from 5m, as in 25h");
        }
        if (retention != null && (retention.toMillis() < 1 || retention.compareTo(maxRetention) > 0)) {
            throw error(
                    "retention",
                    "must be positive and at most the max-retention of " + DurationText.of(maxRetention) + ", but is "
                            + DurationText.of(retention),
                    "a duration up to " + DurationText.of(maxRetention) + ", or raise max-retention");
        }
        if (maxMemory.compareTo(SMALLEST_MEMORY) < 0) {
            throw error("max-memory", "must be 1MB or more, but is " + maxMemory, "a size from 1MB, as in 64MB");
        }
        externalLabels.keySet().forEach(AlertProperties::requireLabel);
        if (runbookBaseUrl != null) {
            requireBase(runbookBaseUrl.strip());
        }
    }

    AlertProperties withRules(Map<String, Rule> bound) {
        return new AlertProperties(
                enabled,
                interval,
                initialDelay,
                historySize,
                maxSeries,
                retention,
                maxRetention,
                maxMemory,
                externalLabels,
                onInvalidRule,
                ruleFiles,
                defaultRules,
                defaultThresholds,
                runbookBaseUrl,
                bound,
                channels);
    }

    /** How long samples are kept on which no rule looks further back. */
    Duration keptFor() {
        if (retention != null) {
            return retention;
        }
        return maxRetention.compareTo(RETENTION) < 0 ? maxRetention : RETENTION;
    }

    private static void requireBase(String base) {
        String expected = "a URI that ends in / or #, as in https://example.com/alerts#";
        if (!URI_START.matcher(base).matches()) {
            throw error("runbook-base-url", "is no start of a URI: '" + base + "'", expected);
        }
        if (Character.isLetterOrDigit(base.charAt(base.length() - 1))) {
            throw error("runbook-base-url", "would grow together with the id that is added: '" + base + "'", expected);
        }
    }

    private static void requireLabel(String name) {
        if (TAKEN.contains(name)) {
            throw error("external-labels." + name, "is a label that every series has of its own", "another name");
        }
        if (!LABEL_NAME.matcher(name).matches()) {
            throw error(
                    "external-labels",
                    "has a name that Prometheus does not take: '" + name + "'",
                    "names of letters, digits and underscores, as in region");
        }
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

    /** What becomes of a rule that is wrong. */
    enum OnInvalidRule {
        /** Start-up ends, and says what to write. */
        FAIL,
        /** The others are evaluated; one warning and the endpoint show it. */
        SKIP
    }

    /**
     * Thresholds of the rules that are shipped.
     *
     * @param errorRatePercent Rule high-error-rate, HTTP requests of a hundred that may fail with a status of 500 or more.
     * @param errorRateMinRequests Rule high-error-rate, HTTP requests in five minutes below which it says nothing.
     * @param latencyP99 Rule slow-requests, time within which 99 of 100 requests should be answered.
     * @param memoryPercent Rule memory-nearly-full, part of the heap that garbage collection may leave in use.
     * @param databasePoolPercent Rule database-pool-nearly-full, part of a pool's connections that may be busy.
     * @param diskPercent Rule disk-nearly-full, part of a disk that may be used.
     */
    record DefaultThresholds(
            @DefaultValue("5") double errorRatePercent,
            @DefaultValue("10") int errorRateMinRequests,

            @DefaultValue("2500ms") @DurationUnit(ChronoUnit.SECONDS)
            Duration latencyP99,

            @DefaultValue("90") double memoryPercent,
            @DefaultValue("90") double databasePoolPercent,
            @DefaultValue("90") double diskPercent) {

        DefaultThresholds {
            requirePercent("error-rate-percent", errorRatePercent);
            requirePositive("default-thresholds.error-rate-min-requests", errorRateMinRequests);
            requirePercent("memory-percent", memoryPercent);
            requirePercent("database-pool-percent", databasePoolPercent);
            requirePercent("disk-percent", diskPercent);
            if (latencyP99.toMillis() < 1 || latencyP99.compareTo(LONGEST) > 0) {
                throw error(
                        "default-thresholds.latency-p99",
                        "must be positive, but is " + DurationText.of(latencyP99),
                        "a duration, as in 2500ms");
            }
        }

        private static void requirePercent(String key, double percent) {
            if (!(percent >= 0 && percent < 100)) {
                throw error(
                        "default-thresholds." + key,
                        "must be 0 to below 100, but is " + percent,
                        "a number from 0 to below 100, as in 90");
            }
        }
    }

    /**
     * One alert rule. Of one that is shipped, it changes what it says, unless it has an expr or a condition.
     *
     * @param name Text that people read. The id by default.
     * @param severity How bad it is, one of critical, error, warning, info. Warning by default.
     * @param category What it is about, one of security, performance, availability, data, compliance. Availability by default.
     * @param expr When the rule is true, as an expression of Prometheus.
     * @param pendingFor Time for which the condition must be true before the alert fires. 0s by default.
     * @param keepFiringFor Time for which the alert keeps firing after its condition has become false. 0s by default.
     * @param cooldown Time after it was resolved in which nobody is told that the alert fires again. 0s by default.
     * @param channels Comma-separated list of channels that are told. One log line by default.
     * @param labels Labels of every alert of the rule, as templates of Prometheus.
     * @param annotations Texts that go with every notification, as templates of Prometheus.
     * @param enabled Whether the rule is evaluated. It is by default.
     * @param noData What it makes of there being no data, one of ok, alert, keep. Ok by default.
     * @param condition When the rule is true, without an expression.
     */
    record Rule(
            @Nullable String name,
            @Nullable String severity,
            @Nullable String category,
            @Nullable String expr,

            @Nullable @Name("for") @DurationUnit(ChronoUnit.SECONDS)
            Duration pendingFor,

            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration keepFiringFor,
            @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration cooldown,
            @DefaultValue List<String> channels,
            @DefaultValue Map<String, String> labels,
            @DefaultValue Map<String, String> annotations,
            @Nullable Boolean enabled,
            @Nullable String noData,
            @Nullable Condition condition) {

        /** Whether it says itself when it is true. */
        boolean isComplete() {
            return expr != null || (condition != null && condition.kinds() > 0);
        }
    }

    /**
     * When a rule is true: exactly one of these.
     *
     * @param metricThreshold A metric is beyond a threshold.
     * @param errorRate Too many HTTP requests fail.
     * @param healthCheckFailed The check of a component has failed several times in a row.
     * @param resourceUsage Too much of a resource is used.
     */
    record Condition(
            @Nullable Threshold metricThreshold,
            @Nullable Rate errorRate,
            @Nullable Check healthCheckFailed,
            @Nullable Usage resourceUsage) {

        int kinds() {
            return (int) Stream.of(metricThreshold, errorRate, healthCheckFailed, resourceUsage)
                    .filter(Objects::nonNull)
                    .count();
        }
    }

    /**
     * Too many HTTP requests fail.
     *
     * @param thresholdPercent Requests of a hundred that may fail with a status of 500 or more.
     * @param window Time that is looked back on.
     * @param minRequests Requests in that time below which the rule says nothing.
     */
    record Rate(
            @Nullable Double thresholdPercent,

            @DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS)
            Duration window,

            @DefaultValue("10") int minRequests) {}

    /**
     * The check of a component has failed several times in a row.
     *
     * @param component Name of the component.
     * @param consecutiveFailures Checks in a row that have failed.
     */
    record Check(
            @Nullable String component, @DefaultValue("3") int consecutiveFailures) {}

    /**
     * Too much of a resource is used.
     *
     * @param resource What is used, one of heap, heap-after-gc, cpu, system-cpu, disk, file-descriptors, database-pool, tomcat-threads.
     * @param thresholdPercent Part of it that may be used.
     */
    record Usage(@Nullable String resource, @Nullable Double thresholdPercent) {}

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
