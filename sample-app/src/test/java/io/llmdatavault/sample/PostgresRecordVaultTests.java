package io.llmdatavault.sample;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same on a real PostgreSQL server, chosen by a profile and three environment variables. */
@ActiveProfiles({"demo", "postgres"})
@DirtiesContext
class PostgresRecordVaultTests extends RecordVaultSuite {

    private static EmbeddedPostgres postgres;

    PostgresRecordVaultTests(JdbcClient jdbc) {
        super(jdbc);
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        postgres = EmbeddedPostgres.builder().setPort(0).start();
        String data = TestData.newDirectory().toString();
        registry.add("vault.sample.data-directory", () -> data);
        registry.add("POSTGRES_URL", () -> postgres.getJdbcUrl("postgres", "postgres"));
        registry.add("POSTGRES_USER", () -> "postgres");
        registry.add("POSTGRES_PASSWORD", () -> "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }
}
