package io.llmdatavault.observability.health;

import java.util.concurrent.CountDownLatch;

import io.llmdatavault.observability.health.boot3.Boot3HealthAutoConfiguration;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MeterRegistryCustomizer;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What applications do with health beside ours goes on as without it. */
class HealthGuestTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HealthAutoConfiguration.class,
                    Boot3HealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    VaultMetricsAutoConfiguration.class,
                    MaskingAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=health");

    /** The registry of meters then needs the endpoint to be made, and so all checks. */
    @Test
    void healthMayBeAMeterOfTheApplication() {
        runner.withUserConfiguration(HealthAsAMeter.class).run(context -> {
            assertThat(context).hasNotFailed();
            await().until(context.getBean(HealthMonitor.class)::complete);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("health").gauge().value()).isEqualTo(1);
            assertThat(registry.get("vault.component.health")
                            .tag("component", "memory")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        });
    }

    @Test
    void whatAnApplicationsCheckSaysIsMasked() {
        HealthCheck talkative = DefaultHealthMonitorTests.check(
                "talkative",
                () -> ComponentHealth.unhealthy("Refused with password=hunter2.")
                        .withMetadata("apiKey", "hunter2hunter2")
                        .withMetadata("documents", 3));
        runner.withBean(HealthCheck.class, () -> talkative).run(context -> {
            HealthSnapshot snapshot =
                    context.getBean(HealthMonitor.class).snapshot("talkative").orElseThrow();
            assertThat(snapshot.details().toString())
                    .contains("Refused with password=***", "documents=3")
                    .doesNotContain("hunter2");
        });
    }

    @Test
    void startUpDoesNotWaitForWhatIsNotCritical() {
        CountDownLatch never = new CountDownLatch(1);
        HealthCheck slow = DefaultHealthMonitorTests.check("slow", () -> {
            never.await();
            return ComponentHealth.healthy("Never.");
        });
        long start = System.nanoTime();
        runner.withBean(HealthCheck.class, () -> slow)
                .withPropertyValues(
                        "vault.observability.health.timeout=30s",
                        "vault.observability.health.checks.slow.critical=false")
                .run(context -> {
                    assertThat(System.nanoTime() - start).isLessThan(25_000_000_000L);
                    assertThat(context.getBean(HealthMonitor.class).complete()).isFalse();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class HealthAsAMeter {

        @Bean
        MeterRegistryCustomizer<MeterRegistry> healthAsAMeter(HealthEndpoint endpoint) {
            return registry -> Gauge.builder(
                            "health", endpoint, health -> health.health().getStatus() == Status.DOWN ? 0 : 1)
                    .register(registry);
        }
    }
}
