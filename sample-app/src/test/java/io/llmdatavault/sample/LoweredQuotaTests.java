package io.llmdatavault.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoweredQuotaTests {

    private static final String RECORD = "/api/datasets/files/records/a";

    private final Path data = TestData.newDirectory();

    @Test
    void stillLetsADatasetShrink() {
        try (RunningVault vault = RunningVault.start(data)) {
            vault.client().post("/api/datasets", "{\"name\":\"files\"}");
            assertThat(vault.client().put(RECORD, new byte[100]).status()).isEqualTo(201);
        }

        try (RunningVault vault = RunningVault.start(data, "vault.sample.quota-bytes=10B")) {
            assertThat(vault.client().put(RECORD, new byte[101]).status()).isEqualTo(507);
            assertThat(vault.client().put(RECORD, new byte[50]).status()).isEqualTo(204);
            assertThat(vault.client().put(RECORD, new byte[51]).status()).isEqualTo(507);
            assertThat(vault.client().delete(RECORD).status()).isEqualTo(204);
            assertThat(vault.client().put(RECORD, new byte[10]).status()).isEqualTo(201);
        }
    }
}
