package io.llmdatavault.sample;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What callers see of a component that the demo has broken. */
class FaultyComponentsTests {

    private static RunningVault vault;

    private static VaultClient client;

    @BeforeAll
    static void start() {
        vault = RunningVault.start(TestData.newDirectory(), "spring.profiles.active=demo");
        client = vault.client();
        client.post("/api/datasets", "{\"name\":\"files\"}");
        client.put("/api/datasets/files/records/a", new byte[] {1});
    }

    @AfterAll
    static void stop() {
        vault.close();
    }

    @ParameterizedTest
    @CsvSource({
        "database, DATABASE_TRANSACTION",
        "storage, STORAGE_CONNECTION_FAILED",
        "kms, KMS_DECRYPT_KEY",
    })
    void failsAndRecovers(String component, String code) {
        fault(component, "fail");

        VaultClient.Answer broken = client.get("/api/datasets/files/records/a");
        fault(component, "ok");

        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.json().path("code").asText()).isEqualTo(code);
        assertThat(broken.everything()).doesNotContain("demo has");
        assertThat(client.get("/api/datasets/files/records/a").body()).containsExactly(1);
    }

    @Test
    void refusesWhatItCannotBreak() {
        assertThat(client.post("/demo/faults/network?mode=fail", "").status()).isEqualTo(404);
        assertThat(client.post("/demo/faults/storage?mode=odd", "").status()).isEqualTo(400);
        assertThat(client.post("/demo/faults/storage?mode=fail&calls=-1", "").status())
                .isEqualTo(400);
        assertThat(client.post("/demo/faults/storage", "").status()).isEqualTo(400);
        assertThat(client.get("/api/datasets/files/records/a").status()).isEqualTo(200);
    }

    @Test
    void isThereInTheDemoOnly() {
        try (RunningVault plain = RunningVault.start(TestData.newDirectory())) {
            assertThat(plain.client().post("/demo/faults/storage?mode=fail", "").status())
                    .isEqualTo(404);
        }
    }

    private static void fault(String component, String mode) {
        assertThat(client.post("/demo/faults/" + component + "?mode=" + mode, "")
                        .status())
                .isEqualTo(204);
    }
}
