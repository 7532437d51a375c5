package io.llmdatavault.sample;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeyTests {

    private static RunningVault vault;

    @BeforeAll
    static void start() {
        vault = RunningVault.start(TestData.newDirectory(), "vault.sample.api-keys=Planted-key-1,Planted-key-2");
    }

    @AfterAll
    static void stop() {
        vault.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Planted-key-1", "Planted-key-2"})
    void letsEveryKnownKeyIn(String key) {
        assertThat(vault.client("X-Api-Key", key).get("/api/datasets").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Planted-key-3", "planted-key-1", "Planted-key-1,Planted-key-2", "x", " "})
    void turnsEveryOtherKeyAway(String key) {
        VaultClient.Answer answer = vault.client("X-Api-Key", key).get("/api/datasets");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isNotBlank();
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:vault:problem:authentication");
        assertThat(answer.everything()).doesNotContainIgnoringCase("planted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/datasets", "/api/datasets/x/records/y", "/api/nothing", "/api/"})
    void asksForAKeyOnEveryPathOfTheApi(String path) {
        assertThat(vault.client().get(path).status()).isEqualTo(401);
    }

    @Test
    void changesNothingWithoutAKey() {
        assertThat(vault.client().post("/api/datasets", "{\"name\":\"mine\"}").status())
                .isEqualTo(401);

        assertThat(vault.client("X-Api-Key", "Planted-key-1")
                        .get("/api/datasets")
                        .json())
                .isEmpty();
    }

    @Test
    void leavesTheActuatorOpen() {
        VaultClient.Answer health = vault.client().get("/actuator/health");
        assertThat(health.status()).as(health.everything()).isEqualTo(200);
    }
}
