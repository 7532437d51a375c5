package io.llmdatavault.observability.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Every metric family of this package: the one place where its name, labels and buckets are written down. */
enum MetricFamily {
    REQUESTS("vault_requests_total", "Requests handled.", null, "method", "path", "status"),
    ERRORS("vault_errors_total", "Errors reported.", null, "error_type", "operation", "retryable"),
    STORAGE_OPERATIONS(
            "vault_storage_operations_total",
            "Operations on storage backends.",
            null,
            "backend",
            "operation",
            "status"),
    STORAGE_BYTES(
            "vault_storage_bytes_total",
            "Bytes moved to and from storage backends.",
            MetricFamily.BYTES,
            "backend",
            "operation"),
    RETRY_ATTEMPTS(
            "vault_retry_attempts_total",
            "Outcomes of retried operations: succeeded, tried again, given up.",
            null,
            "operation",
            "outcome"),
    RATE_LIMIT_DECISIONS("vault_rate_limit_decisions_total", "Decisions of rate limits.", null, "limit", "outcome"),
    ALERT_NOTIFICATIONS("vault_alert_notifications_total", "Notifications about alerts.", null, "channel", "outcome"),
    METRIC_SERIES_FOLDED(
            "vault_metric_series_folded_total",
            "Label sets that got no series of their own, counted each time one is met.",
            null,
            "family"),

    REQUEST_DURATION(
            "vault_request_duration_seconds",
            "Time to handle a request.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_10_SECONDS,
            "method",
            "path"),
    STORAGE_OPERATION_DURATION(
            "vault_storage_operation_duration_seconds",
            "Time of an operation on a storage backend.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_5_SECONDS,
            "backend",
            "operation"),
    RECORD_SIZE(
            "vault_record_size_bytes",
            "Size of a record.",
            MetricFamily.BYTES,
            Buckets.UP_TO_100_MEBIBYTES,
            "operation"),
    ENCRYPTION_DURATION(
            "vault_encryption_duration_seconds",
            "Time of a cryptographic operation.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_HALF_A_SECOND,
            "operation",
            "algorithm"),
    OPERATION_DURATION(
            "vault_operation_duration_seconds",
            "Time of an operation of the application.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_10_SECONDS,
            "operation",
            "status"),
    COMPONENT_CHECK_DURATION(
            "vault_component_check_duration_seconds",
            "Time of a health check.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_10_SECONDS,
            "component"),
    ALERT_EVALUATION_DURATION(
            "vault_alert_evaluation_duration_seconds",
            "Time to evaluate all alert rules.",
            MetricFamily.SECONDS,
            Buckets.UP_TO_5_SECONDS),

    ACTIVE_CONNECTIONS("vault_active_connections", Type.GAUGE, "Busy connections of the pools.", null),
    CACHE_SIZE_BYTES("vault_cache_size_bytes", Type.GAUGE, "Memory that caches take.", MetricFamily.BYTES),
    CACHE_ENTRIES("vault_cache_entries", Type.GAUGE, "Entries in caches.", null),
    QUEUE_DEPTH("vault_queue_depth", Type.GAUGE, "Elements waiting in a queue.", null, "queue_name"),
    ACTIVE_REQUESTS("vault_active_requests", Type.GAUGE, "Requests in flight.", null, "method", "path"),
    COMPONENT_HEALTH(
            "vault_component_health",
            Type.GAUGE,
            "Health of a component: 1 healthy, 0.5 degraded, 0 unhealthy.",
            null,
            "component"),
    COMPONENT_CONSECUTIVE_FAILURES(
            "vault_component_consecutive_failures",
            Type.GAUGE,
            "Health checks of a component that failed in a row.",
            null,
            "component"),
    SYSTEM_HEALTH_SCORE(
            "vault_system_health_score",
            Type.GAUGE,
            "Mean health of the components, critical ones counted twice.",
            null),
    ALERTS("vault_alerts", Type.GAUGE, "Alerts that are pending or firing.", null, "rule", "severity", "state");

    static final String PREFIX = "vault.";

    private static final String BYTES = "bytes";

    private static final String SECONDS = "seconds";

    private static final Map<String, MetricFamily> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MetricFamily::id, Function.identity()));

    private final String prometheusName;

    private final String id;

    private final Type type;

    private final String description;

    private final @Nullable String baseUnit;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    private final Buckets buckets;

    MetricFamily(String prometheusName, String description, @Nullable String baseUnit, String... labels) {
        this(prometheusName, Type.COUNTER, description, baseUnit, Buckets.NONE, labels);
    }

    MetricFamily(String prometheusName, Type type, String description, @Nullable String baseUnit, String... labels) {
        this(prometheusName, type, description, baseUnit, Buckets.NONE, labels);
    }

    MetricFamily(String prometheusName, String description, String baseUnit, Buckets buckets, String... labels) {
        this(prometheusName, Type.HISTOGRAM, description, baseUnit, buckets, labels);
    }

    MetricFamily(
            String prometheusName,
            Type type,
            String description,
            @Nullable String baseUnit,
            Buckets buckets,
            String... labels) {
        this.prometheusName = prometheusName;
        this.id = id(prometheusName, baseUnit, type);
        this.type = type;
        this.description = description;
        this.baseUnit = baseUnit;
        this.labels = List.of(labels);
        this.buckets = buckets;
    }

    /** Micrometer adds what Prometheus wants at the end; "bytes" of a counter is a word of its name. */
    private static String id(String prometheusName, @Nullable String baseUnit, Type type) {
        String stem = type == Type.COUNTER
                ? prometheusName.replaceFirst("_total$", "")
                : prometheusName.replaceFirst("_" + baseUnit + "$", "");
        return stem.replace('_', '.');
    }

    static @Nullable MetricFamily byId(String id) {
        return BY_ID.get(id);
    }

    String prometheusName() {
        return prometheusName;
    }

    /** The name in Micrometer, as configuration keys such as {@code management.metrics.distribution.slo.*} have it. */
    String id() {
        return id;
    }

    Type type() {
        return type;
    }

    String description() {
        return description;
    }

    @Nullable
    String baseUnit() {
        return baseUnit;
    }

    boolean measuresSeconds() {
        return SECONDS.equals(baseUnit);
    }

    /** Whether nobody can make series of it but by configuration, so that it needs no other bound. */
    boolean isBoundedByConfiguration() {
        return this == ALERTS;
    }

    List<String> labels() {
        return labels;
    }

    /** Upper bounds in the base unit. */
    List<Double> buckets() {
        return buckets.bounds;
    }

    enum Type {
        COUNTER,
        HISTOGRAM,
        GAUGE
    }

    private enum Buckets {
        NONE,
        UP_TO_HALF_A_SECOND(.001, .005, .01, .025, .05, .1, .25, .5),
        UP_TO_5_SECONDS(.001, .005, .01, .025, .05, .1, .25, .5, 1., 2.5, 5.),
        UP_TO_10_SECONDS(.001, .005, .01, .025, .05, .1, .25, .5, 1., 2.5, 5., 10.),
        /** 1 KiB, 10 KiB, 100 KiB, 1 MiB, 10 MiB, 100 MiB. */
        UP_TO_100_MEBIBYTES(1024., 10_240., 102_400., 1_048_576., 10_485_760., 104_857_600.);

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<Double> bounds;

        Buckets(Double... bounds) {
            this.bounds = List.of(bounds);
        }
    }
}
