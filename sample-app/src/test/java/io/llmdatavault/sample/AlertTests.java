package io.llmdatavault.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
                TestData.newDirectory(),
                with(
                        "vault.observability.alerts.rules.component-down.for=1s",
                        // Is pending for as long as anybody needs to look.
                        "vault.observability.alerts.rules.waiting.for=1h",
                        "vault.observability.alerts.rules.waiting.expr=vault_component_health < 1"))) {
            VaultClient client = vault.client();
            await().untilAsserted(() -> assertThat(gauge(client, "component-down", "critical", "pending"))
                    .isEqualTo("0.0"));

            client.post("/demo/faults/storage?mode=fail", "");
            await().untilAsserted(() ->
                    assertThat(gauge(client, "waiting", "warning", "pending")).isEqualTo("1.0"));
            await().untilAsserted(() -> assertThat(gauge(client, "component-down", "critical", "firing"))
                    .isEqualTo("1.0"));
            assertThat(active(client, "component-down"))
                    .extracting(alert -> alert.path("labels").path("component").asText())
                    .containsExactly("storage");
            await().untilAsserted(
                            () -> assertThat(output).contains("component-down").contains("firing"));

            client.post("/demo/faults/storage?mode=ok", "");
            await().untilAsserted(() -> assertThat(gauge(client, "component-down", "critical", "firing"))
                    .isEqualTo("0.0"));
            await().untilAsserted(() -> assertThat(output).contains("resolved"));
            await().untilAsserted(() ->
                    assertThat(history(client, "component-down")).containsSubsequence("resolved", "firing", "pending"));
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
            await().untilAsserted(() -> assertThat(gauge(client, "errors-increase", "warning", "firing"))
                    .isEqualTo("1.0"));
        }
    }

    private static String[] with(String... properties) {
        return Stream.concat(Stream.of(QUICK), Stream.of(properties)).toArray(String[]::new);
    }

    private static List<JsonNode> active(VaultClient client, String rule) {
        return ofRule(rule, client.get("/actuator/alerts/active").json().path("active"));
    }

    /** The states that alerts of a rule have come to, the last one first. */
    private static List<String> history(VaultClient client, String rule) {
        return ofRule(rule, client.get("/actuator/alerts/history").json().path("history")).stream()
                .map(change -> change.path("to").asText())
                .toList();
    }

    private static List<JsonNode> ofRule(String rule, JsonNode all) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode each : all) {
            if (each.path("rule").asText().equals(rule)) {
                found.add(each);
            }
        }
        return found;
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
