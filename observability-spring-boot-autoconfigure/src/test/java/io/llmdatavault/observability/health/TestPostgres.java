package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** PostgreSQL with a user that needs a password. */
final class TestPostgres implements TestDatabase {

    private final Path data;

    private EmbeddedPostgres server;

    private int port;

    TestPostgres(Path folder) throws Exception {
        this.data = folder.resolve("data");
        start();
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "host all app all scram-sha-256\n" + Files.readString(rules));
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role app login superuser password '" + PASSWORD + "'");
            statement.execute("select pg_reload_conf()");
        }
    }

    @Override
    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
        port = server.getPort();
    }

    @Override
    public void stop() throws IOException {
        try {
            server.close();
        } catch (IllegalStateException ex) {
            // It has been killed.
        }
    }

    /** The test kit holds a lock until it is told. */
    @Override
    public void kill() throws Exception {
        TestDatabase.super.kill();
        stop();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String database() {
        return "postgres";
    }

    @Override
    public String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    @Override
    public ProcessHandle process() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
