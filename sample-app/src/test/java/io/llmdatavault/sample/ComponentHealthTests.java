package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What probes and dashboards see when a component fails, hangs and comes back. */
class ComponentHealthTests {

    private final Path data = TestData.newDirectory();

    private RunningVault vault;

    private VaultClient client;

    @BeforeEach
    void start() {
        vault = RunningVault.start(
                data,
                "spring.profiles.active=demo",
                "vault.observability.health.refresh-interval=100ms",
                "vault.observability.health.checks.kms.refresh-interval=100ms",
                "vault.observability.health.timeout=500ms");
        client = vault.client();
        await().untilAsserted(() -> assertThat(
                        client.get("/actuator/health").json().path("status").asText())
                .isEqualTo("UP"));
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void isReadyWhenAllIsWell() {
        assertThat(client.get("/livez").status()).isEqualTo(200);
        assertThat(client.get("/readyz").status()).isEqualTo(200);
        assertThat(client.get("/startupz").status()).isEqualTo(200);
        assertThat(component("database").path("details").path("maxConnections").asInt())
                .isPositive();
        assertThat(component("storage").path("status").asText()).isEqualTo("UP");
        assertThat(component("kms").path("status").asText()).isEqualTo("UP");
        assertThat(component("memory").path("details").path("totalMb").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "database, fail, DOWN, 503, 0.0",
        "database, slow, DOWN, 503, 0.0",
        "storage,  fail, DOWN, 503, 0.0",
        "storage,  slow, DOWN, 503, 0.0",
        // The key management is not critical: records that are cached elsewhere can still be served.
        "kms,      fail, DEGRADED, 200, 0.0",
        "kms,      slow, DEGRADED, 200, 0.0",
    })
    void followsAComponent(String component, String mode, String status, int ready, String gauge) {
        client.post("/demo/faults/" + component + "?mode=" + mode, "");
        awaitStatus(component, status, ready);
        assertThat(gauges()).contains("vault_component_health{component=\"" + component + "\"} " + gauge);

        client.post("/demo/faults/" + component + "?mode=ok", "");
        awaitStatus(component, "UP", 200);
        // On a busy machine a check of another component may have been late meanwhile.
        await().untilAsserted(() -> assertThat(gauges())
                .contains("vault_component_health{component=\"" + component + "\"} 1.0")
                .contains("vault_system_health_score 1.0"));
    }

    @Test
    void followsTheStorageFolder() throws IOException {
        Path elsewhere = data.resolve("elsewhere");
        Files.move(data.resolve("objects"), elsewhere);
        awaitStatus("storage", "DOWN", 503);
        assertThat(client.get("/actuator/health").text()).doesNotContain(data.toString());

        Files.move(elsewhere, data.resolve("objects"));
        awaitStatus("storage", "UP", 200);
    }

    @Test
    void followsTheKeystore() throws IOException {
        Path elsewhere = data.resolve("elsewhere.p12");
        Files.move(data.resolve("keystore.p12"), elsewhere);
        awaitStatus("kms", "DEGRADED", 200);
        assertThat(client.get("/actuator/health").text())
                .doesNotContain(data.toString())
                .doesNotContain("record-vault");

        Files.move(elsewhere, data.resolve("keystore.p12"));
        awaitStatus("kms", "UP", 200);
    }

    /** One refresh and one time limit are 600 ms; the rest is for a busy machine. */
    private void awaitStatus(String component, String status, int ready) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(client.get("/livez").status()).isEqualTo(200);
                    assertThat(component(component).path("status").asText()).isEqualTo(status);
                });
        assertThat(client.get("/readyz").status()).isEqualTo(ready);
        assertThat(client.get("/startupz").status()).isEqualTo(ready);
        assertThat(client.get("/actuator/health/readiness").status()).isEqualTo(ready);
        assertThat(client.get("/actuator/health").status()).isEqualTo(ready);
    }

    private JsonNode component(String name) {
        return client.get("/actuator/health").json().path("components").path(name);
    }

    private String gauges() {
        return client.get("/actuator/prometheus").text();
    }
}
