package io.llmdatavault.sample;

import java.time.Duration;
import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The alerts of {@code application.yml}, from the fault to the log line and back. */
@ExtendWith(OutputCaptureExtension.class)
class AlertTests {

    private static final String[] QUICK = {
        "spring.profiles.active=demo",
        "vault.observability.health.refresh-interval=100ms",
        "vault.observability.alerts.initial-delay=0s",
        "vault.observability.alerts.interval=200ms",
    };

    @Test
    void followsAComponentThatIsDown(CapturedOutput output) {
        try (RunningVault vault = RunningVault.start(
                TestData.newDirectory(), with("vault.observability.alerts.rules.component-down.for=1s"))) {
            VaultClient client = vault.client();
            await().untilAsserted(() -> assertThat(gauge(client, "component-down", "critical", "pending"))
                    .isEqualTo("0.0"));

            client.post("/demo/faults/storage?mode=fail", "");
            awaitState(client, "pending");
            assertThat(gauge(client, "component-down", "critical", "pending")).isEqualTo("1.0");
            awaitState(client, "firing");
            assertThat(gauge(client, "component-down", "critical", "firing")).isEqualTo("1.0");
            await().untilAsserted(
                            () -> assertThat(output).contains("component-down").contains("firing"));
            assertThat(alert(client).path("labels").path("component").asText()).isEqualTo("storage");

            client.post("/demo/faults/storage?mode=ok", "");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(gauge(client, "component-down", "critical", "firing"))
                            .isEqualTo("0.0"));
            await().untilAsserted(() -> assertThat(output).contains("resolved"));
            assertThat(client.get("/actuator/alerts/history").text())
                    .contains("pending")
                    .contains("firing")
                    .contains("resolved");
        }
    }

    @Test
    void firesWhenErrorsIncrease() {
        try (RunningVault vault = RunningVault.start(
                TestData.newDirectory(), with("vault.observability.alerts.rules.errors-increase.for=0s"))) {
            VaultClient client = vault.client();
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/demo/errors/internal").status()).isEqualTo(500);
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(gauge(client, "errors-increase", "warning", "firing"))
                            .isEqualTo("1.0"));
        }
    }

    private static String[] with(String property) {
        String[] properties = Arrays.copyOf(QUICK, QUICK.length + 1);
        properties[QUICK.length] = property;
        return properties;
    }

    private static void awaitState(VaultClient client, String state) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(alert(client).path("state").asText()).isEqualTo(state));
    }

    private static JsonNode alert(VaultClient client) {
        return client.get("/actuator/alerts/active").json().path("active").path(0);
    }

    private static String gauge(VaultClient client, String rule, String severity, String state) {
        String series = "vault_alerts{rule=\"" + rule + "\",severity=\"" + severity + "\",state=\"" + state + "\"} ";
        return client.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(series))
                .map(line -> line.substring(series.length()))
                .findFirst()
                .orElse("absent");
    }
}
