package io.llmdatavault.observability.health;

import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
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
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class HealthEndpointTests {

    private static final String QUICK = "vault.observability.health.refresh-interval=50ms";

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void showsComponentsAndGroups(WebApplicationType type) {
        try (HealthServer server = HealthServer.start(type, Application.class, QUICK)) {
            SwitchedCheck check = server.context().getBean(SwitchedCheck.class);
            await().until(() ->
                    server.component("search-index").path("status").asText().equals("UP"));
            JsonNode details = server.component("search-index").path("details");
            assertThat(details.path("state").asText()).isEqualTo("HEALTHY");
            assertThat(details.path("message").asText()).isEqualTo("Fine.");
            assertThat(details.path("critical").asBoolean()).isTrue();
            assertThat(details.path("lastCheck").asText()).endsWith("Z");
            await().until(() ->
                    server.component("memory").path("status").asText().equals("UP"));
            assertThat(server.component("database")
                            .path("details")
                            .path("maxConnections")
                            .asInt())
                    .isEqualTo(10);
            assertThat(server.component("memory")
                            .path("details")
                            .path("totalMb")
                            .asLong())
                    .isPositive();
            await().until(() -> server.status("/actuator/health/readiness").equals("200 UP"));
            assertThat(server.status("/actuator/health/startup")).isEqualTo("200 UP");
            assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");

            check.result.set(ComponentHealth.degraded("Slow."));
            await().until(() -> server.status("/actuator/health").equals("200 DEGRADED"));
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("200 DEGRADED");

            check.result.set(ComponentHealth.unhealthy("Gone."));
            await().until(() -> server.status("/actuator/health").equals("503 DOWN"));
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 DOWN");
            assertThat(server.status("/actuator/health/startup")).isEqualTo("503 DOWN");
            assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");
            assertThat(server.get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"DOWN\"}");
        }
    }

    @Test
    void showsUncriticalAsDegraded() {
        try (HealthServer server = HealthServer.servlet(
                Application.class, QUICK, "vault.observability.health.checks.search-index.critical=false")) {
            server.context().getBean(SwitchedCheck.class).result.set(ComponentHealth.unhealthy("Gone."));
            await().until(() -> server.status("/actuator/health").equals("200 DEGRADED"));
            assertThat(server.component("search-index")
                            .path("details")
                            .path("state")
                            .asText())
                    .isEqualTo("UNHEALTHY");
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("200 UP");
        }
    }

    @Test
    void hasPathsForProbesOnTheMainPort() {
        try (HealthServer server = HealthServer.servlet(
                Application.class, QUICK, "vault.observability.health.probe-paths=true", "management.server.port=0")) {
            await().until(() -> server.status("/readyz").equals("200 UP"));
            assertThat(server.status("/livez")).isEqualTo("200 UP");
            assertThat(server.status("/startupz")).isEqualTo("200 UP");
            assertThat(server.getFromManagement("/actuator/health/startup").statusCode())
                    .isEqualTo(200);
        }
        try (HealthServer server =
                HealthServer.servlet(Application.class, QUICK, "vault.observability.health.probe-paths=true")) {
            await().until(() -> server.status("/readyz").equals("200 UP"));
            assertThat(server.status("/livez")).isEqualTo("200 UP");
            assertThat(server.status("/startupz")).isEqualTo("200 UP");
        }
    }

    @Test
    void hasNoPathsForProbesUnlessAsked() {
        try (HealthServer server = HealthServer.servlet(Application.class)) {
            assertThat(server.get("/startupz").statusCode()).isEqualTo(404);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isDownUntilEverythingHasBeenChecked() {
        try (HealthServer server = HealthServer.servlet(
                SlowApplication.class,
                "vault.observability.health.timeout=100ms",
                "vault.observability.health.checks.database.timeout=30s",
                "vault.observability.health.checks.slow.timeout=30s")) {
            assertThat(server.status("/actuator/health/startup")).isEqualTo("503 DOWN");
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 OUT_OF_SERVICE");
            assertThat(server.component("slow").path("status").asText()).isEqualTo("OUT_OF_SERVICE");
            server.context().getBean(HungCheck.class).release();
            await().until(() -> server.status("/actuator/health/startup").equals("200 UP"));
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("200 UP");
        }
    }

    /** Start-up does not wait for it: what nobody depends on is no reason to be out of service, not even for a moment. */
    @Test
    void isUpThoughWhatIsNotCriticalHasNotBeenChecked() {
        try (HealthServer server = HealthServer.servlet(
                SlowApplication.class,
                "vault.observability.health.checks.slow.critical=false",
                "vault.observability.health.checks.slow.timeout=300s")) {
            assertThat(server.component("slow").path("status").asText()).isEqualTo("UNKNOWN");
            assertThat(server.status("/actuator/health")).isEqualTo("200 UP");
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("200 UP");
            assertThat(server.status("/actuator/health/startup")).isEqualTo("503 DOWN");
            server.context().getBean(HungCheck.class).release();
        }
    }

    @Test
    void leavesGroupsOfTheUserAsTheyAre() {
        try (HealthServer server = HealthServer.servlet(
                Application.class,
                QUICK,
                "management.endpoint.health.group.readiness.include=readinessState,search-index",
                "management.endpoint.health.group.readiness.show-components=always",
                "management.endpoint.health.group.startup.include=ping")) {
            await().until(() -> server.status("/actuator/health/readiness").equals("200 UP"));
            assertThat(server.get("/actuator/health/readiness").body())
                    .contains("search-index")
                    .doesNotContain("memory")
                    .doesNotContain("database");
            server.context().getBean(SwitchedCheck.class).result.set(ComponentHealth.unhealthy("Gone."));
            await().until(() -> server.status("/actuator/health/readiness").equals("503 DOWN"));
            assertThat(server.status("/actuator/health/startup")).isEqualTo("200 UP");
        }
    }

    @Test
    void addsNoGroupsWhenProbesAreOff() {
        try (HealthServer server =
                HealthServer.servlet(Application.class, "management.endpoint.health.probes.enabled=false")) {
            assertThat(server.get("/actuator/health/startup").statusCode()).isEqualTo(404);
            assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void reportsUpWithAWarningWhereTheOrderLacksDegraded(CapturedOutput output) {
        try (HealthServer server = HealthServer.servlet(
                Application.class,
                QUICK,
                "management.endpoint.health.status.order[0]=DOWN",
                "management.endpoint.health.status.order[1]=OUT_OF_SERVICE",
                "management.endpoint.health.status.order[2]=UP")) {
            server.context().getBean(SwitchedCheck.class).result.set(ComponentHealth.degraded("Slow."));
            await().until(() -> server.component("search-index")
                    .path("details")
                    .path("state")
                    .asText()
                    .equals("DEGRADED"));
            assertThat(server.component("search-index").path("status").asText()).isEqualTo("UP");
            await().until(() -> server.status("/actuator/health").equals("200 UP"));
        }
        assertThat(output).containsOnlyOnce("A degraded component shows as UP");
    }

    @Test
    void probesGoByTheirOwnOrder() {
        try (HealthServer server = HealthServer.servlet(
                Application.class, QUICK, "management.endpoint.health.status.order=DOWN,DEGRADED,UP,UNKNOWN")) {
            await().until(() -> server.status("/actuator/health/readiness").equals("200 UP"));
            AvailabilityChangeEvent.publish(server.context(), ReadinessState.REFUSING_TRAFFIC);
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 OUT_OF_SERVICE");
            server.context().getBean(SwitchedCheck.class).result.set(ComponentHealth.degraded("Slow."));
            await().until(() ->
                    server.component("search-index").path("status").asText().equals("DEGRADED"));
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 OUT_OF_SERVICE");
        }
    }

    @Test
    void contributorOfTheUserIsNoMemberOfReadiness() {
        try (HealthServer server = HealthServer.servlet(OwnStorageApplication.class)) {
            assertThat(server.component("storage").path("status").asText()).isEqualTo("DOWN");
            await().until(() -> server.status("/actuator/health/readiness").equals("200 UP"));
            assertThat(server.status("/actuator/health/startup")).isEqualTo("200 UP");
        }
    }

    @Test
    void leavesTheNameToAContributorOfTheUser(CapturedOutput output) {
        try (HealthServer server = HealthServer.servlet(OwnContributorApplication.class)) {
            assertThat(server.component("memory").path("details").path("mine").asBoolean())
                    .isTrue();
        }
        assertThat(output).containsOnlyOnce("own health contributor memory stays");
    }

    @Test
    void showsGaugesAndDurations() {
        try (HealthServer server = HealthServer.servlet(Application.class, QUICK)) {
            SwitchedCheck check = server.context().getBean(SwitchedCheck.class);
            await().until(() -> server.status("/actuator/health").equals("200 UP"));
            check.result.set(ComponentHealth.unhealthy("Gone."));
            await().untilAsserted(() -> assertThat(
                            server.get("/actuator/prometheus").body())
                    .contains("vault_component_health{component=\"search-index\"} 0.0")
                    .contains("vault_component_health{component=\"memory\"} 1.0")
                    // Critical: database and search-index; memory counts once.
                    .contains("vault_system_health_score 0.6")
                    .contains("vault_component_check_duration_seconds_count{component=\"search-index\"}"));
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
    static class Application {

        @Bean
        SwitchedCheck searchIndexCheck() {
            return new SwitchedCheck();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class SlowApplication {

        @Bean
        HungCheck slow() {
            return new HungCheck("slow");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class OwnContributorApplication {

        @Bean
        HealthIndicator memoryHealthIndicator() {
            return () -> Health.up().withDetail("mine", true).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class OwnStorageApplication {

        @Bean
        StorageProbe probe() {
            return () -> ComponentHealth.healthy("Fine.");
        }

        @Bean
        HealthIndicator storageHealthIndicator() {
            return () -> Health.down().build();
        }
    }

    static final class SwitchedCheck implements HealthCheck {

        final AtomicReference<ComponentHealth> result = new AtomicReference<>(ComponentHealth.healthy("Fine."));

        @Override
        public String name() {
            return "search-index";
        }

        @Override
        public ComponentHealth check() {
            return result.get();
        }
    }
}
