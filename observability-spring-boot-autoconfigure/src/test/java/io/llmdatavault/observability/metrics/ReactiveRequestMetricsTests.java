package io.llmdatavault.observability.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveRequestMetricsTests {

    private final HttpClient client = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties(Map.of("server.port", "0", "vault.observability.health.enabled", "false"))
                .run();
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void recordsRequestsButNotExcludedOnes() throws Exception {
        assertThat(get("/actuator/health")).isEqualTo(200);
        assertThat(get("/records/1")).isEqualTo(200);
        assertThat(get("/failing")).isEqualTo(500);
        assertThat(get("/nothing")).isEqualTo(404);

        MeterRegistry registry = context.getBean(MeterRegistry.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(registry.find("vault.requests").counters())
                        .extracting(counter -> counter.getId().getTags())
                        .containsExactlyInAnyOrder(
                                tags("/records/{id}", "200"), tags("/failing", "500"), tags("UNKNOWN", "404")));
        assertThat(registry.find("vault.request.duration").timers()).hasSize(3);
    }

    private static List<Tag> tags(String path, String status) {
        return List.of(Tag.of("method", "GET"), Tag.of("path", path), Tag.of("status", status));
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                ReactiveSecurityAutoConfiguration.class,
                ReactiveUserDetailsServiceAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    @RestController
    static class Application {

        @GetMapping("/records/{id}")
        String record(@PathVariable String id) {
            return id;
        }

        @GetMapping("/failing")
        String fail() {
            throw new IllegalStateException("on purpose");
        }
    }
}
