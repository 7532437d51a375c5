package io.llmdatavault.sample.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL with the user and the database of the profile {@code postgres}. Keeps its data in a folder. */
final class SamplePostgres implements AutoCloseable {

    static final int PORT = 5432;

    private static final String NAME = "vault";

    private final EmbeddedPostgres server;

    private SamplePostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static SamplePostgres start(Path folder, int port) throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select from pg_roles where rolname = '" + NAME + "'")) {
                if (!found.next()) {
                    statement.execute("create role " + NAME + " login password '" + NAME + "'");
                    statement.execute("create database " + NAME + " owner " + NAME);
                }
            }
        }
        return new SamplePostgres(server);
    }

    Launch launch() {
        Map<String, String> environment = new LinkedHashMap<>();
        if (server.getPort() != PORT) {
            environment.put("POSTGRES_URL", "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), NAME));
        }
        return new Launch("PostgreSQL on port " + server.getPort(), "postgres", environment);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
