package io.llmdatavault.observability.health;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.wait.strategy.Wait;

import static org.awaitility.Awaitility.await;

/** The same as {@link PostgresJdbcOutageTests} with PostgreSQL as its makers pack it. Skipped without Docker. */
class PostgresContainerTests extends JdbcOutages {

    @BeforeAll
    void start() throws IOException {
        TestContainer.requireDocker();
        database = new PostgresContainer();
    }

    /** The image lets nobody in without the password, but for local connections inside the container. */
    private record PostgresContainer(TestContainer container) implements TestDatabase {

        PostgresContainer() throws IOException {
            this(new TestContainer(
                    "postgres:17-alpine",
                    5432,
                    Map.of("POSTGRES_USER", USER, "POSTGRES_PASSWORD", PASSWORD),
                    // Once by what prepares it, once by itself.
                    Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2)));
        }

        @Override
        public void start() {
            container.start();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, PASSWORD)) {
                    return connection.isValid(5);
                }
            });
        }

        @Override
        public void stop() {
            container.stop();
        }

        @Override
        public void kill() {
            container.kill();
        }

        @Override
        public void freeze() {
            container.freeze();
        }

        @Override
        public void thaw() {
            container.thaw();
        }

        @Override
        public int port() {
            return container.port();
        }

        @Override
        public String database() {
            return USER;
        }

        @Override
        public String jdbcUrl(int port, String database) {
            return "jdbc:postgresql://localhost:" + port + "/" + database;
        }

        @Override
        public ProcessHandle process() {
            throw new UnsupportedOperationException("It runs in a container");
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
