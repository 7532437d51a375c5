package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.StorageBackend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

@ExtendWith(OutputCaptureExtension.class)
class DefaultVaultMetricsTests {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private final VaultMetrics metrics = new DefaultVaultMetrics(registry, new SeriesLimit(1000));

    @Test
    void looksUpAMeterOnlyOnce() {
        AtomicInteger lookUps = new AtomicInteger();
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                lookUps.incrementAndGet();
                return id;
            }
        });
        recordEach(metrics);
        lookUps.set(0);

        recordEach(metrics);

        assertThat(lookUps).hasValue(0);
    }

    @Test
    void neverThrowsAndWarnsOnce(CapturedOutput output) {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("broken registry");
            }
        });

        assertThatCode(() -> {
                    recordEach(metrics);
                    recordEach(metrics);
                })
                .doesNotThrowAnyException();

        assertThat(output).containsOnlyOnce("A metric could not be recorded");
    }

    private static void recordEach(VaultMetrics metrics) {
        metrics.recordRequest("GET", "/a", 200, Duration.ZERO);
        metrics.recordError(InternalServerError.builder("x").build(), "a");
        metrics.recordStorageOperation(StorageBackend.LOCAL, "put", 1, Duration.ZERO, true);
        metrics.recordEncryption(CryptoOperation.ENCRYPT, "AES", Duration.ZERO);
        metrics.recordRecordSize("a", 1);
        metrics.recordOperation("a", true, Duration.ZERO);
        metrics.setGauge(VaultGauge.QUEUE_DEPTH, 1, "a");
        metrics.incrementGauge(VaultGauge.QUEUE_DEPTH, "a");
        metrics.decrementGauge(VaultGauge.QUEUE_DEPTH, "a");
    }

    @Test
    void refusesAGaugeWithTheWrongNumberOfLabelValues(CapturedOutput output) {
        metrics.setGauge(VaultGauge.QUEUE_DEPTH, 1);

        assertThat(registry.find("vault.queue.depth").gauge()).isNull();
        assertThat(output).contains("vault_queue_depth needs one value for each of its labels [queue_name], but got 0");
    }

    @Test
    void countsUpAndDownButNotBelowZero() {
        metrics.setGauge(VaultGauge.CACHE_ENTRIES, 1.5);
        metrics.incrementGauge(VaultGauge.CACHE_ENTRIES);
        assertThat(cacheEntries()).isEqualTo(2.5);

        for (int i = 0; i < 4; i++) {
            metrics.decrementGauge(VaultGauge.CACHE_ENTRIES);
        }

        assertThat(cacheEntries()).isZero();
    }

    private double cacheEntries() {
        return registry.get("vault.cache.entries").gauge().value();
    }
}
