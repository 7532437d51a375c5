package io.llmdatavault.observability.health;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Two of one name: a check of the application's never vanishes without a word, a shipped one makes place. */
@ExtendWith(OutputCaptureExtension.class)
class IndicatorNamesTests {

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void checkOfTheApplicationMustNotHaveTheNameOfAnIndicator(WebApplicationType type, CapturedOutput output) {
        assertThatThrownBy(() -> HealthServer.start(type, TwoOfOneName.class).close())
                .isNotNull();
        assertThat(output)
                .contains(
                        "The bean 'queueCheck' is refused: its name() returns 'queue', which is the name of the health"
                                + " contributor")
                .contains("Silent")
                .contains("Let name() of the check return another name");
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void shippedComponentMakesPlaceWithItsMetrics(WebApplicationType type, CapturedOutput output) {
        try (HealthServer server =
                HealthServer.start(type, OwnMemory.class, "vault.observability.health.refresh-interval=50ms")) {
            await().until(() ->
                    server.component("memory").path("status").asText().equals("DOWN"));
            assertThat(server.component("memory").toString()).isEqualTo("{\"status\":\"DOWN\"}");
            HealthMonitor monitor = server.context().getBean(HealthMonitor.class);
            assertThat(monitor.components()).doesNotContain("memory");
            assertThat(monitor.snapshot("memory")).isEmpty();
            await().until(monitor::complete);
            assertThat(monitor.score()).isEqualTo(1);
            assertThat(server.get("/actuator/prometheus").body())
                    .contains("vault_component_health{component=\"memory\"} 0.0");
        }
        assertThat(output).containsOnlyOnce("own health contributor memory stays");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                ReactiveSecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    static class TwoOfOneName {

        @Bean
        HealthCheck queueCheck() {
            return DefaultHealthMonitorTests.check("queue", () -> ComponentHealth.healthy("Fine."));
        }

        @Bean
        Silent queueHealthIndicator() {
            return new Silent();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                ReactiveSecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    static class OwnMemory {

        @Bean
        HealthIndicator memoryHealthIndicator() {
            return () -> Health.down().build();
        }
    }

    static final class Silent implements HealthIndicator {

        @Override
        public Health health() {
            return Health.up().build();
        }
    }
}
