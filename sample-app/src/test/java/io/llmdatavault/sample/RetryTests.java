package io.llmdatavault.sample;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A storage that fails for a moment. */
class RetryTests {

    private static final String RECORD = "/api/datasets/files/records/a";

    private static RunningVault vault;

    private static VaultClient client;

    @BeforeAll
    static void start() {
        vault = RunningVault.start(TestData.newDirectory(), "spring.profiles.active=demo");
        client = vault.client();
        client.post("/api/datasets", "{\"name\":\"files\"}");
        client.put("/api/datasets/files/records/b", new byte[] {2});
    }

    @AfterAll
    static void stop() {
        vault.close();
    }

    @Test
    void succeedsOnTheThirdAttempt() {
        client.post("/demo/faults/storage?mode=fail&calls=2", "");

        assertThat(client.put(RECORD, new byte[] {1}).status()).isEqualTo(201);

        assertThat(client.get(RECORD).body()).containsExactly(1);
        assertThat(client.get("/actuator/prometheus").text().lines())
                .contains(
                        "vault_retry_attempts_total{operation=\"record_objects.write\",outcome=\"retried\"} 2.0",
                        "vault_retry_attempts_total{operation=\"record_objects.write\",outcome=\"success\"} 2.0");
    }

    @Test
    void givesUpAfterTheThirdAttempt() {
        client.post("/demo/faults/storage?mode=fail&calls=3", "");

        VaultClient.Answer answer = client.get("/api/datasets/files/records/b");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("code").asText()).isEqualTo("STORAGE_CONNECTION_FAILED");
        assertThat(client.get("/api/datasets/files/records/b").body()).containsExactly(2);
        assertThat(client.get("/actuator/prometheus").text().lines())
                .contains("vault_retry_attempts_total{operation=\"record_objects.read\",outcome=\"exhausted\"} 1.0");
    }
}
