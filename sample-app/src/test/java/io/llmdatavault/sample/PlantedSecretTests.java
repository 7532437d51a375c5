package io.llmdatavault.sample;

import java.util.Arrays;

import io.llmdatavault.observability.error.ErrorKind;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets in messages, causes and requests: none of them in an answer, in the log or in the metrics. */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "json"})
    void showsNoSecretInAnyLogFormat(String format, CapturedOutput output) {
        String[] properties = format.isEmpty()
                ? new String[] {"spring.profiles.active=demo"}
                : new String[] {"spring.profiles.active=demo", "vault.observability.logging.format=" + format};

        try (RunningVault vault = RunningVault.start(TestData.newDirectory(), properties)) {
            for (ErrorKind kind : ErrorKind.values()) {
                VaultClient.Answer answer = vault.client().get("/demo/errors/" + kind.slug());
                assertThat(answer.everything()).contains(kind.slug()).doesNotContain("Planted");
            }
            VaultClient.Answer answer = vault.client(
                            "X-Api-Key", "Planted-key", "Authorization", "Bearer Planted-token")
                    .post("/api/datasets", "{\"name\":\"password=Planted-name\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.everything()).doesNotContain("Planted");
            assertThat(vault.client().get("/actuator/prometheus").text())
                    .contains("vault_errors_total")
                    .doesNotContain("Planted");
        }

        // Every failure is in the log: its own words, without the secret.
        assertThat(output).contains("index out of range");
        assertThat(Arrays.stream(output.getAll().split("\n")).filter(line -> line.contains("Planted")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json"})
    void letsNoCallerWriteLinesOfItsOwn(String format, CapturedOutput output) {
        String[] properties =
                format.isEmpty() ? new String[0] : new String[] {"vault.observability.logging.format=" + format};
        try (RunningVault vault = RunningVault.start(TestData.newDirectory(), properties)) {
            assertThat(vault.client().get("/api/datasets/a%0AFORGED%20line").status())
                    .isEqualTo(404);
            assertThat(vault.client()
                            .post("/api/datasets", "{\"name\":\"a\\nFORGED line\"}")
                            .status())
                    .isEqualTo(400);
        }

        assertThat(output.getAll().lines().filter(line -> line.startsWith("FORGED")))
                .isEmpty();
    }
}
