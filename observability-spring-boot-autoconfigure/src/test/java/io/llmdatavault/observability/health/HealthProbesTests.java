package io.llmdatavault.observability.health;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/** What probes of Kubernetes ask for, with one key, wherever the service runs. */
class HealthProbesTests {

    @ParameterizedTest
    @CsvSource({"SERVLET,true,true", "SERVLET,false,false", "REACTIVE,true,false"})
    void areOnTheMainPort(WebApplicationType type, boolean kubernetes, boolean managementPort) {
        List<String> properties = new ArrayList<>(
                List.of("vault.observability.health.probe-paths=true", "vault.observability.health.timeout=30s"));
        if (kubernetes) {
            properties.add("spring.main.cloud-platform=kubernetes");
        }
        if (managementPort) {
            properties.add("management.server.port=0");
        }
        try (HealthServer server =
                HealthServer.start(type, HealthEndpointTests.Application.class, properties.toArray(String[]::new))) {
            Stream.of("/livez", "/readyz", "/startupz").forEach(path -> {
                HttpResponse<String> response = server.get(path);
                assertThat(response.statusCode()).as(path).isEqualTo(200);
                assertThat(response.body()).as(path).isEqualTo("{\"status\":\"UP\"}");
            });
            Stream.of("liveness", "readiness", "startup").forEach(group -> {
                String path = "/actuator/health/" + group;
                HttpResponse<String> response = managementPort ? server.getFromManagement(path) : server.get(path);
                assertThat(response.body()).as(path).isEqualTo("{\"status\":\"UP\"}");
            });
        }
    }

    @Test
    void showNobodyMoreThanAStatus() {
        try (HealthServer server = HealthServer.servlet(
                GuardedApplication.class,
                "vault.observability.health.probe-paths=true",
                "management.endpoint.health.show-details=when-authorized",
                "spring.security.user.name=operator",
                "spring.security.user.password=secret")) {
            assertThat(server.get("/readyz").body()).isEqualTo("{\"status\":\"DOWN\"}");
            assertThat(server.get("/actuator/health").body())
                    .startsWith("{\"status\":\"DOWN\"")
                    .doesNotContain("components");
            String shown = server.getAs("operator:secret", "/actuator/health").body();
            assertThat(shown).contains("\"message\":\"The check failed.\"").doesNotContain("Planted");
            assertThat(server.getAs("operator:secret", "/readyz").body()).isEqualTo("{\"status\":\"DOWN\"}");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class GuardedApplication {

        @Bean
        HealthCheck broken() {
            return DefaultHealthMonitorTests.check("broken", () -> {
                throw new IllegalStateException("password=Planted-4711");
            });
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.httpBasic(Customizer.withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }
}
