package io.llmdatavault.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real PostgreSQL server that stops while the vault runs, and comes back. */
class PostgresHealthTests {

    private final Path databaseDirectory = TestData.newDirectory();

    @Test
    void isNotReadyWhileTheDatabaseIsAway() throws IOException {
        EmbeddedPostgres postgres = start(0);
        int port = postgres.getPort();
        try (RunningVault vault = RunningVault.start(
                TestData.newDirectory(),
                "spring.profiles.active=demo,postgres",
                "POSTGRES_URL=" + postgres.getJdbcUrl("postgres", "postgres"),
                "POSTGRES_USER=postgres",
                "POSTGRES_PASSWORD=postgres",
                "vault.observability.health.refresh-interval=200ms",
                "vault.observability.health.timeout=1s")) {
            VaultClient client = vault.client();
            awaitReadiness(client, 200, "UP");

            postgres.close();
            awaitReadiness(client, 503, "DOWN");
            assertThat(client.get("/actuator/health").text()).doesNotContain("localhost", "postgres", "refused");

            postgres = start(port);
            awaitReadiness(client, 200, "UP");
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(databaseDirectory)
                .setCleanDataDirectory(port == 0)
                .setPort(port)
                .start();
    }

    private static void awaitReadiness(VaultClient client, int status, String database) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    assertThat(client.get("/livez").status()).isEqualTo(200);
                    assertThat(client.get("/readyz").status()).isEqualTo(status);
                });
        assertThat(client.get("/actuator/health")
                        .json()
                        .at("/components/database/status")
                        .asText())
                .isEqualTo(database);
    }
}
