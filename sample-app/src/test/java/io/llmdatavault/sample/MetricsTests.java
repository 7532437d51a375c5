package io.llmdatavault.sample;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the vault tells Prometheus about its own work. */
class MetricsTests {

    private static final String RECORD = "/api/datasets/files/records/a";

    @Test
    void measuresStorageEncryptionAndErrors() {
        try (RunningVault vault = RunningVault.start(TestData.newDirectory())) {
            VaultClient client = vault.client();
            client.post("/api/datasets", "{\"name\":\"files\"}");
            client.put(RECORD, "twelve bytes".getBytes(StandardCharsets.UTF_8));
            client.get(RECORD);
            client.delete(RECORD);
            client.get(RECORD);

            // 12 bytes, and 28 for nonce and tag.
            assertThat(client.get("/actuator/prometheus").text().lines())
                    .contains(
                            "vault_storage_operations_total{backend=\"local\",operation=\"put\",status=\"success\"} 1.0",
                            "vault_storage_operations_total{backend=\"local\",operation=\"get\",status=\"success\"} 1.0",
                            "vault_storage_operations_total{backend=\"local\",operation=\"delete\",status=\"success\"} 1.0",
                            "vault_storage_bytes_total{backend=\"local\",operation=\"put\"} 40.0",
                            "vault_storage_bytes_total{backend=\"local\",operation=\"get\"} 40.0",
                            "vault_record_size_bytes_sum{operation=\"store_record\"} 12.0",
                            "vault_record_size_bytes_sum{operation=\"read_record\"} 12.0",
                            "vault_encryption_duration_seconds_count{algorithm=\"AES-256-GCM\",operation=\"encrypt\"} 1",
                            "vault_encryption_duration_seconds_count{algorithm=\"AES-256-GCM\",operation=\"decrypt\"} 1",
                            "vault_errors_total{error_type=\"not_found\",operation=\"read_record\",retryable=\"false\"} 1.0");
        }
    }
}
