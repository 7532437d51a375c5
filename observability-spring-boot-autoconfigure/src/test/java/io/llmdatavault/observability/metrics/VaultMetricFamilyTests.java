package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class VaultMetricFamilyTests {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private final VaultMetrics metrics = new DefaultVaultMetrics(registry, new SeriesLimit(2));

    @Test
    void refusesUnknownName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.family("vault_retries_total"))
                .withMessageStartingWith("There is no metric family 'vault_retries_total'")
                .withMessageContaining("vault_retry_attempts_total");
    }

    static Stream<Consumer<VaultMetrics>> wrongUses() {
        return Stream.of(
                metrics -> metrics.family("vault_component_health").increment("database"),
                metrics -> metrics.family("vault_component_health").record(1, "database"),
                metrics -> metrics.family("vault_component_health").set(1),
                metrics -> metrics.family("vault_component_health").observe(() -> 1, "database", "more"),
                metrics -> metrics.family("vault_retry_attempts_total").set(1, "store_record", "retried"),
                metrics -> metrics.family("vault_retry_attempts_total").observe(() -> 1, "store_record", "retried"),
                metrics -> metrics.family("vault_retry_attempts_total").increment("store_record"),
                metrics -> metrics.family("vault_retry_attempts_total").increment("store_record", null),
                metrics -> metrics.family("vault_record_size_bytes").record(Duration.ofSeconds(1), "store"),
                metrics ->
                        metrics.family("vault_component_check_duration_seconds").record(1, "database"));
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void wrongUseIsWarnedAboutAndRecordsNothing(Consumer<VaultMetrics> wrongUse, CapturedOutput output) {
        wrongUse.accept(metrics);
        wrongUse.accept(metrics);

        assertThat(registry.getMeters()).isEmpty();
        assertThat(output).containsOnlyOnce("A metric could not be recorded; this is said once");
    }

    @Test
    void foldsBeyondTheLimit() {
        VaultMetricFamily family = metrics.family("vault_retry_attempts_total");
        for (String operation : new String[] {"a", "b", "c", "d"}) {
            family.increment(operation, "retried");
        }
        assertThat(registry.get("vault.retry.attempts").counters()).hasSize(3);
        assertThat(registry.get("vault.retry.attempts")
                        .tag("operation", SeriesLimit.OVERFLOW)
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void observedGaugeIsReadEachTime() {
        double[] value = {1};
        metrics.family("vault_component_health").observe(() -> value[0], "database");
        value[0] = 0.5;
        assertThat(registry.get("vault.component.health").gauge().value()).isEqualTo(0.5);
    }

    @Test
    void gaugesOfTheEnumAndOfTheFamilyAreTheSame() {
        metrics.incrementGauge(VaultGauge.QUEUE_DEPTH, "ingest");
        metrics.family("vault_queue_depth").set(7, "ingest");
        metrics.incrementGauge(VaultGauge.QUEUE_DEPTH, "ingest");
        assertThat(registry.get("vault.queue.depth").gauge().value()).isEqualTo(8);
    }
}
