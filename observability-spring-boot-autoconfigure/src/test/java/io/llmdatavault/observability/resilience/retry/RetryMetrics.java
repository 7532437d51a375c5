package io.llmdatavault.observability.resilience.retry;

import java.util.Map;
import java.util.stream.Collectors;

import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The counts of retries in a registry. */
final class RetryMetrics {

    private RetryMetrics() {}

    static OutcomeCounter in(MeterRegistry registry) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(MeterRegistry.class, () -> registry);
        context.register(VaultMetricsAutoConfiguration.class);
        context.refresh();
        return new OutcomeCounter(context.getBeanProvider(VaultMetrics.class), "vault_retry_attempts_total");
    }

    static Map<String, Integer> counts(MeterRegistry registry) {
        return registry.find("vault.retry.attempts").counters().stream()
                .collect(Collectors.toMap(
                        counter -> counter.getId().getTag("operation") + " "
                                + counter.getId().getTag("outcome"),
                        counter -> (int) counter.count()));
    }
}
