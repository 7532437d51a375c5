package io.llmdatavault.observability.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.VaultError;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What Prometheus sees. The names here are written down a second time on purpose: users' dashboards have them. */
class PrometheusScrapeTests {

    private static final Duration DURATION = Duration.ofMillis(20);

    private static final String TO_10_SECONDS = "0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 10.0 +Inf";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final SeriesLimit limit = new SeriesLimit(1000);

    private final VaultMetrics metrics = new DefaultVaultMetrics(registry, limit);

    @BeforeEach
    void recordEverything() {
        registry.config().meterFilter(limit);
        limit.bindTo(registry);
        VaultError error =
                RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 1).build();
        metrics.recordRequest("GET", "/records/{id}", 200, DURATION);
        metrics.recordRequest("BREW", null, 999, DURATION);
        metrics.recordError(error, "store_record");
        metrics.recordError(error, " ");
        metrics.recordStorageOperation(StorageBackend.AZURE_BLOB, "put", 2048, DURATION, true);
        metrics.recordStorageOperation(StorageBackend.AZURE_BLOB, "put", -1, DURATION, false);
        metrics.recordEncryption(CryptoOperation.KEY_DERIVATION, "AES/GCM/NoPadding", DURATION);
        metrics.recordRecordSize("store", 2048);
        metrics.recordOperation("rotate_keys", true, DURATION);
        metrics.recordOperation(null, false, DURATION);
        metrics.setGauge(VaultGauge.ACTIVE_CONNECTIONS, 3);
        metrics.setGauge(VaultGauge.CACHE_SIZE_BYTES, 4096);
        metrics.setGauge(VaultGauge.CACHE_ENTRIES, 7);
        metrics.setGauge(VaultGauge.QUEUE_DEPTH, 5, "ingest");
        metrics.incrementGauge(VaultGauge.ACTIVE_REQUESTS, "GET", "/records/{id}");
        metrics.family("vault_retry_attempts_total").increment("store_record", "retried");
        metrics.family("vault_rate_limit_decisions_total").increment(2, "uploads", "rejected");
        metrics.family("vault_alert_notifications_total").increment("log", "sent");
        metrics.family("vault_component_check_duration_seconds").record(DURATION, "database");
        metrics.family("vault_alert_evaluation_duration_seconds").record(DURATION);
        metrics.family("vault_component_health").observe(() -> 0.5, "database");
        metrics.family("vault_component_consecutive_failures").observe(() -> 2, "database");
        metrics.family("vault_system_health_score").set(0.75);
        metrics.family("vault_alerts").set(1, "high-error-rate", "critical", "firing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vault_requests_total{method=\"GET\",path=\"/records/{id}\",status=\"200\"} 1.0",
                "vault_requests_total{method=\"UNKNOWN\",path=\"UNKNOWN\",status=\"UNKNOWN\"} 1.0",
                "vault_errors_total{error_type=\"rate_limit\",operation=\"store_record\",retryable=\"true\"} 1.0",
                "vault_errors_total{error_type=\"rate_limit\",operation=\"UNKNOWN\",retryable=\"true\"} 1.0",
                "vault_storage_operations_total{backend=\"azure_blob\",operation=\"put\",status=\"success\"} 1.0",
                "vault_storage_operations_total{backend=\"azure_blob\",operation=\"put\",status=\"failure\"} 1.0",
                "vault_storage_bytes_total{backend=\"azure_blob\",operation=\"put\"} 2048.0",
                "vault_request_duration_seconds_bucket{method=\"GET\",path=\"/records/{id}\",le=\"0.025\"} 1",
                "vault_storage_operation_duration_seconds_count{backend=\"azure_blob\",operation=\"put\"} 2",
                "vault_record_size_bytes_bucket{operation=\"store\",le=\"1024.0\"} 0",
                "vault_record_size_bytes_bucket{operation=\"store\",le=\"10240.0\"} 1",
                "vault_encryption_duration_seconds_count"
                        + "{algorithm=\"AES/GCM/NoPadding\",operation=\"key_derivation\"} 1",
                "vault_operation_duration_seconds_count{operation=\"rotate_keys\",status=\"success\"} 1",
                "vault_operation_duration_seconds_count{operation=\"UNKNOWN\",status=\"failure\"} 1",
                "vault_active_connections 3.0",
                "vault_cache_size_bytes 4096.0",
                "vault_cache_entries 7.0",
                "vault_queue_depth{queue_name=\"ingest\"} 5.0",
                "vault_active_requests{method=\"GET\",path=\"/records/{id}\"} 1.0",
                "vault_retry_attempts_total{operation=\"store_record\",outcome=\"retried\"} 1.0",
                "vault_rate_limit_decisions_total{limit=\"uploads\",outcome=\"rejected\"} 2.0",
                "vault_alert_notifications_total{channel=\"log\",outcome=\"sent\"} 1.0",
                "vault_component_check_duration_seconds_count{component=\"database\"} 1",
                "vault_alert_evaluation_duration_seconds_count 1",
                "vault_component_health{component=\"database\"} 0.5",
                "vault_system_health_score 0.75",
                "vault_alerts{rule=\"high-error-rate\",severity=\"critical\",state=\"firing\"} 1.0",
                "vault_metric_series_folded_total{family=\"vault_requests_total\"} 0.0",
            })
    void showsSample(String sample) {
        assertThat(registry.scrape().lines()).contains(sample);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vault_request_duration_seconds|" + TO_10_SECONDS,
                "vault_operation_duration_seconds|" + TO_10_SECONDS,
                "vault_component_check_duration_seconds|" + TO_10_SECONDS,
                "vault_alert_evaluation_duration_seconds"
                        + "|0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 +Inf",
                "vault_storage_operation_duration_seconds"
                        + "|0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 +Inf",
                "vault_encryption_duration_seconds|0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 +Inf",
                "vault_record_size_bytes|1024.0 10240.0 102400.0 1048576.0 1.048576E7 1.048576E8 +Inf",
            })
    void showsBuckets(String histogram, String bounds) {
        Pattern bucket = Pattern.compile(histogram + "_bucket\\{.*le=\"([^\"]+)\"}.*");
        List<String> shown = registry.scrape()
                .lines()
                .map(bucket::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .toList();

        assertThat(shown).containsExactly(bounds.split(" "));
    }

    @ParameterizedTest
    @EnumSource(MetricFamily.class)
    void showsEveryFamilyAsItIsDeclared(MetricFamily family) {
        String type = switch (family.type()) {
            case COUNTER -> "counter";
            case HISTOGRAM -> "histogram";
            case GAUGE -> "gauge";
        };
        assertThat(registry.scrape().lines())
                .contains("# TYPE " + family.prometheusName() + " " + type)
                .contains("# HELP " + family.prometheusName() + " " + family.description());
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(family.id()))
                .forEach(meter -> assertThat(new TreeSet<>(meter.getId().getTags().stream()
                                .map(tag -> tag.getKey())
                                .toList()))
                        .isEqualTo(new TreeSet<>(family.labels())));
    }

    @Test
    void satisfiesPromtool(@TempDir Path directory) throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        if (!Boolean.parseBoolean(System.getenv("CI"))) {
            assumeThat(promtool).as("promtool (Debian package prometheus)").exists();
        }
        Path scrape = Files.writeString(directory.resolve("scrape"), registry.scrape());

        Process process = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes())).isEmpty();
    }

    @Test
    void countsFoldedSeriesOfEveryLabelledFamily() throws IOException {
        Map<Boolean, List<MetricFamily>> byLabels = java.util.Arrays.stream(MetricFamily.values())
                .filter(family -> family != MetricFamily.METRIC_SERIES_FOLDED)
                .collect(java.util.stream.Collectors.partitioningBy(
                        family -> family.labels().isEmpty()));

        assertThat(byLabels.get(false))
                .isNotEmpty()
                .allSatisfy(family -> assertThat(foldedCounter(family)).isNotNull());
        assertThat(byLabels.get(true))
                .isNotEmpty()
                .allSatisfy(family -> assertThat(foldedCounter(family)).isNull());
    }

    private Object foldedCounter(MetricFamily family) {
        return registry.find("vault.metric.series.folded")
                .tag("family", family.prometheusName())
                .functionCounter();
    }
}
