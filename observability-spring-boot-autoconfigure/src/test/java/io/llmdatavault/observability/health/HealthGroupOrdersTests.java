package io.llmdatavault.observability.health;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.SimpleStatusAggregator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.actuate.health.StatusAggregator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Groups whose order or aggregator does not know DEGRADED: there a degraded component counts as UP, and never vanishes. */
@ExtendWith(OutputCaptureExtension.class)
class HealthGroupOrdersTests {

    private static final String QUICK = "vault.observability.health.refresh-interval=50ms";

    private static final String GROUP = "management.endpoint.health.group.";

    private static final String WARNING = "A degraded component counts as UP";

    @Test
    void orderOfAGroup(CapturedOutput output) {
        try (HealthServer server = HealthServer.servlet(
                Application.class,
                QUICK,
                GROUP + "custom.include=slow",
                GROUP + "custom.show-components=always",
                GROUP + "custom.show-details=always",
                GROUP + "custom.status.order=DOWN,OUT_OF_SERVICE,UP,UNKNOWN",
                GROUP + "worse.include=slow,full",
                GROUP + "worse.status.order=FULL,DOWN,UP",
                GROUP + "worse.status.http-mapping.full=507",
                GROUP + "knows.include=slow",
                GROUP + "knows.status.order=DOWN,degraded,UP")) {
            await().until(() -> server.status("/actuator/health").equals("200 DEGRADED"));
            assertThat(server.status("/actuator/health/knows")).isEqualTo("200 DEGRADED");
            assertThat(output).doesNotContain(WARNING);
            assertThat(server.status("/actuator/health/custom")).isEqualTo("200 UP");
            assertThat(server.get("/actuator/health/custom").body())
                    .contains("\"slow\":{\"status\":\"DEGRADED\"")
                    .contains("\"state\":\"DEGRADED\"");
            // Nobody depends on this one: start-up does not wait for it.
            await().until(() -> server.status("/actuator/health/worse").equals("507 FULL"));
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("200 DEGRADED");
        }
        assertThat(output).containsOnlyOnce(WARNING).contains("health group custom");
    }

    @Test
    void aggregatorOfTheApplication(CapturedOutput output) {
        try (HealthServer server = HealthServer.servlet(
                OwnAggregator.class,
                QUICK,
                GROUP + "strict.include=slow",
                "management.endpoint.health.probes.enabled=false")) {
            await().until(() -> server.component("slow").path("status").asText().equals("DEGRADED"));
            assertThat(server.status("/actuator/health")).isEqualTo("200 UP");
            // It has an opinion of what it does not know.
            assertThat(server.status("/actuator/health/strict")).isEqualTo("503 DOWN");
        }
        assertThat(output).containsOnlyOnce(WARNING);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        @Bean
        HealthCheck slow() {
            return DefaultHealthMonitorTests.check("slow", () -> ComponentHealth.degraded("Slow."));
        }

        @Bean
        HealthIndicator fullHealthIndicator() {
            return () -> Health.status("FULL").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class OwnAggregator {

        @Bean
        HealthCheck slow() {
            return DefaultHealthMonitorTests.check("slow", () -> ComponentHealth.degraded("Slow."));
        }

        @Bean
        StatusAggregator aggregator() {
            return new SimpleStatusAggregator(Status.DOWN, Status.OUT_OF_SERVICE, Status.UP, Status.UNKNOWN);
        }

        @Bean
        @Qualifier("strict")
        StatusAggregator strictAggregator() {
            return statuses -> Set.of(Status.UP).containsAll(statuses) ? Status.UP : Status.DOWN;
        }
    }
}
