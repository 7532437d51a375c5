package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL through its JDBC driver. */
class PostgresJdbcOutageTests extends JdbcOutages {

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        database = new TestPostgres(folder);
    }

    @Test
    void leavesNoTransactionOpen() {
        run(database.port(), database.database(), TestDatabase.PASSWORD, monitor -> {
            awaitState(monitor, HealthState.HEALTHY);
            assertThat(states()).doesNotContain("transaction").contains("idle");
        });
    }

    private String states() {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), TestDatabase.USER, TestDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select string_agg(state, ',') from pg_stat_activity where usename = 'app'")) {
            result.next();
            return result.getString(1);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
