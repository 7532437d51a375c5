package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SeriesLimitTests {

    private static final int MAX = 3;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final SeriesLimit limit = new SeriesLimit(MAX);

    @BeforeEach
    void apply() {
        registry.config().commonTags("application", "shop").meterFilter(limit);
        limit.bindTo(registry);
    }

    @Test
    void foldsNewLabelSetsIntoOneSeriesAndKeepsTheTotal(CapturedOutput output) {
        VaultMetrics metrics = new DefaultVaultMetrics(registry, limit);

        for (int i = 0; i < 10; i++) {
            metrics.recordRecordSize("operation_" + i, 1);
        }
        metrics.recordRecordSize("operation_0", 1);

        assertThat(registry.find("vault.record.size").summaries())
                .hasSize(MAX + 1)
                .extracting(meter -> meter.getId().getTag("operation"))
                .containsExactlyInAnyOrder("operation_0", "operation_1", "operation_2", "__overflow__");
        assertThat(registry.get("vault.record.size").summaries().stream()
                        .mapToLong(summary -> summary.count())
                        .sum())
                .isEqualTo(11);
        assertThat(folded("vault_record_size_bytes")).isEqualTo(7);
        assertThat(output).containsOnlyOnce("Metric vault_record_size_bytes has 3 series");
    }

    @Test
    void leavesTagsOfAllMetersAlone() {
        for (int i = 0; i < 10; i++) {
            registry.summary("vault.record.size", "operation", "operation_" + i);
        }

        assertThat(registry.get("vault.record.size").summaries()).hasSize(MAX + 1);
        assertThat(registry.get("vault.record.size").summaries())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("application")).isEqualTo("shop"));
    }

    @Test
    void foldsWhatOthersRegisterUnderThePrefix(CapturedOutput output) {
        for (int i = 0; i < 10; i++) {
            registry.counter("vault.own.things", "id", "id" + i).increment();
            registry.counter("other.things", "id", "id" + i).increment();
        }

        assertThat(registry.find("vault.own.things").counters()).hasSize(MAX + 1);
        assertThat(registry.find("other.things").counters()).hasSize(10);
        assertThat(folded("vault_own_things")).isEqualTo(7);
        assertThat(output).containsOnlyOnce("Metric vault_own_things has 3 series");
    }

    @Test
    void takesLabelsInAnyOrderForTheSameSet() {
        VaultMetrics metrics = new DefaultVaultMetrics(registry, limit);

        for (int i = 0; i < MAX; i++) {
            metrics.recordEncryption(
                    io.llmdatavault.observability.error.CryptoOperation.ENCRYPT, "algorithm" + i, Duration.ZERO);
        }

        assertThat(registry.find("vault.encryption.duration").timers()).hasSize(MAX);
        assertThat(folded("vault_encryption_duration_seconds")).isZero();
    }

    @Test
    void boundsTheRegistryInFrontOfOthersToo() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(registry);
        VaultMetrics metrics = new DefaultVaultMetrics(composite, limit);

        for (int i = 0; i < 10; i++) {
            metrics.recordRequest("GET", "/path/" + i, 200, Duration.ZERO);
            metrics.incrementGauge(VaultGauge.QUEUE_DEPTH, "queue" + i);
        }

        assertThat(composite.find("vault.requests").counters()).hasSize(MAX + 1);
        assertThat(composite.find("vault.request.duration").timers()).hasSize(MAX + 1);
        assertThat(composite.find("vault.queue.depth").gauges()).hasSize(MAX + 1);
        assertThat(composite
                        .get("vault.queue.depth")
                        .tag("queue_name", "__overflow__")
                        .gauge()
                        .value())
                .isEqualTo(7);
    }

    @Test
    void holdsItsBoundWhenManyThreadsMeetNewLabelSets() throws InterruptedException {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        VaultMetrics metrics = new DefaultVaultMetrics(registry, limit);
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            executor.execute(() -> {
                await(start);
                for (int i = 0; i < 1000; i++) {
                    metrics.recordOperation("operation_" + (first + i), true, Duration.ZERO);
                }
            });
        }
        start.countDown();
        executor.shutdown();

        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(registry.find("vault.operation.duration").timers()).hasSize(MAX + 1);
        assertThat(registry.get("vault.operation.duration").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(threads * 1000L);
    }

    @Test
    void countsFoldsThatHappenedBeforeItWasBound() {
        SeriesLimit unbound = new SeriesLimit(1);
        MeterRegistry late = new SimpleMeterRegistry();
        late.config().meterFilter(unbound);
        Counter kept = late.counter("vault.requests", "method", "GET", "path", "/a", "status", "200");
        Meter folded = late.counter("vault.requests", "method", "GET", "path", "/b", "status", "200");

        unbound.bindTo(late);

        assertThat(kept.getId().getTag("path")).isEqualTo("/a");
        assertThat(folded.getId().getTag("path")).isEqualTo("__overflow__");
        assertThat(late.get("vault.metric.series.folded")
                        .tag("family", "vault_requests_total")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    private double folded(String family) {
        return registry.get("vault.metric.series.folded")
                .tag("family", family)
                .functionCounter()
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
