package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.PrometheusDuration;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertCondition;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.ErrorRate;
import io.llmdatavault.observability.alert.rule.MonitoredResource;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import io.llmdatavault.observability.alert.rule.ResourceUsage;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are shipped: what goes wrong in any service. Each is silent where the metrics that it looks at do not
 * exist.
 */
final class DefaultRules {

    /** Nobody's browser finds it, but people do. */
    private static final String RUNBOOK = "docs/alerts.md#";

    /** Intervals in a window: the fewer there are, the less says a rate. */
    private static final int INTERVALS = 4;

    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Grouping, counter, window, and its seconds and five minutes; newborn counters count as in the conditions of properties. */
    private static final String COUNTED = "sum by (%1$s) ((%2$s unless %2$s offset %3$s) and on (job, instance)"
            + " (up offset %3$s == 1 or process_start_time_seconds > time() - %4$s) or increase(%2$s[%3$s])) > 0";

    private final Map<String, AlertRule.Builder> rules = new LinkedHashMap<>();

    private final AlertProperties.DefaultThresholds thresholds;

    private final @Nullable String runbookBase;

    private final String managementPath;

    /** Windows grow with the interval, which need not be short. */
    private final Duration window;

    private final Duration longWindow;

    private DefaultRules(AlertProperties properties, String managementPath) {
        this.thresholds = properties.defaultThresholds();
        this.runbookBase = properties.runbookBaseUrl();
        this.managementPath = managementPath;
        Duration shortest = properties.interval().multipliedBy(INTERVALS);
        this.window = longer(Duration.ofMinutes(5), shortest);
        this.longWindow = longer(Duration.ofMinutes(10), shortest);
    }

    /** Rules by id, which may still be changed before they are built. */
    static Map<String, AlertRule.Builder> of(AlertProperties properties, String managementPath) {
        DefaultRules rules = new DefaultRules(properties, managementPath);
        rules.addRequests();
        rules.addResources();
        rules.addFailures();
        return rules.rules;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private void addRequests() {
        add("high-error-rate", "Many requests fail", AlertSeverity.ERROR, AlertCategory.AVAILABILITY)
                .condition(ErrorRate.builder()
                        .thresholdPercent(thresholds.errorRatePercent())
                        .minRequests(thresholds.errorRateMinRequests())
                        .window(window)
                        .withoutPath(managementPath)
                        .build())
                .pendingFor(SHORT)
                .annotation("summary", "{{ $value | printf \"%.1f\" }} % of the HTTP requests fail")
                .annotation("description", "Answered with a status of 500 or more, in the last " + text(window) + ".");
        String seconds = String.valueOf(thresholds.latencyP99().toMillis() / 1000.0);
        add("slow-requests", "Requests are slow", AlertSeverity.WARNING, AlertCategory.PERFORMANCE)
                .condition(promql("histogram_quantile(0.99, sum by (job, instance, le)"
                        + " (rate(vault_request_duration_seconds_bucket[" + text(window) + "]))) > " + seconds
                        + " and sum by (job, instance) (increase(vault_request_duration_seconds_count["
                        + text(window) + "])) >= 10"))
                .pendingFor(LONG)
                .annotation("summary", "One of a hundred requests takes {{ $value | humanizeDuration }} or longer")
                .annotation("description", "The 99th percentile of the last " + text(window) + ", over all paths.");
    }

    private void addResources() {
        add("memory-nearly-full", "Memory is nearly full", AlertSeverity.ERROR, AlertCategory.PERFORMANCE)
                .condition(usage(MonitoredResource.HEAP_AFTER_GC, thresholds.memoryPercent()))
                .pendingFor(LONG)
                .annotation(
                        "summary", "{{ $value | printf \"%.0f\" }} % of the heap are in use after garbage collection")
                .annotation("description", "What garbage collection leaves grows towards the limit.");
        add("database-pool-nearly-full", "Connections run out", AlertSeverity.ERROR, AlertCategory.PERFORMANCE)
                .condition(usage(MonitoredResource.DATABASE_POOL, thresholds.databasePoolPercent()))
                .pendingFor(LONG)
                .annotation(
                        "summary", "{{ $value | printf \"%.0f\" }} % of the connections of {{ $labels.pool }} are busy")
                .annotation("description", "Soon requests wait for a connection to the database.");
        add("disk-nearly-full", "A disk is nearly full", AlertSeverity.ERROR, AlertCategory.AVAILABILITY)
                .condition(usage(MonitoredResource.DISK, thresholds.diskPercent()))
                .pendingFor(LONG)
                .annotation("summary", "{{ $value | printf \"%.0f\" }} % of the disk of {{ $labels.path }} are used")
                .annotation("description", "Writing fails when nothing is free.");
    }

    private void addFailures() {
        // No label says whether the service works without it: whoever knows makes it critical.
        add("component-unhealthy", "A component is not healthy", AlertSeverity.ERROR, AlertCategory.AVAILABILITY)
                .condition(promql("vault_component_health == 0"))
                .pendingFor(SHORT)
                .annotation("summary", "The component {{ $labels.component }} is not healthy")
                .annotation("description", "Its health check has failed for a minute.");
        add("uncaught-exceptions", "Exceptions are not caught", AlertSeverity.ERROR, AlertCategory.AVAILABILITY)
                .condition(counted("job, instance", "vault_uncaught_exceptions_total"))
                .annotation("summary", "{{ $value | printf \"%.0f\" }} exceptions were not caught")
                .annotation(
                        "description",
                        "In the last " + text(longWindow) + "; each has ended the work that its thread was at.");
        add("failed-notifications", "Somebody is not told", AlertSeverity.ERROR, AlertCategory.AVAILABILITY)
                .condition(counted(
                        "job, instance, channel", "vault_alert_notifications_total{outcome=~\"failed|dropped\"}"))
                .annotation("summary", "The channel {{ $labels.channel }} does not take notifications")
                .annotation(
                        "description", "Alerts fire and nobody is told there. Look at the channel and its log lines.");
        add("spans-dropped", "Traces have holes", AlertSeverity.WARNING, AlertCategory.DATA)
                .condition(counted("job, instance", "vault_spans_dropped_total"))
                .pendingFor(LONG)
                .annotation("summary", "{{ $value | printf \"%.0f\" }} spans were dropped")
                .annotation("description", "The collector of traces does not take them as fast as they are made.");
    }

    private AlertRule.Builder add(String id, String name, AlertSeverity severity, AlertCategory category) {
        AlertRule.Builder builder =
                AlertRule.builder(id).name(name).severity(severity).category(category);
        if (runbookBase == null) {
            builder.annotation("runbook", RUNBOOK + id);
        } else {
            builder.annotation("runbook_url", runbookBase.strip() + id);
        }
        rules.put(id, builder);
        return builder;
    }

    private static AlertCondition usage(MonitoredResource resource, double percent) {
        return ResourceUsage.builder(resource).thresholdPercent(percent).build();
    }

    private AlertCondition counted(String grouping, String selector) {
        return promql(COUNTED.formatted(
                grouping, selector, text(longWindow), longWindow.plusMinutes(5).toMillis() / 1000.0));
    }

    private static String text(Duration duration) {
        return PrometheusDuration.print(duration.toMillis());
    }

    private static AlertCondition promql(String text) {
        return PromQlCondition.of(text);
    }
}
