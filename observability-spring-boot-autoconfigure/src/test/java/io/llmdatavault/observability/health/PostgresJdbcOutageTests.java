package io.llmdatavault.observability.health;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL through its JDBC driver. */
class PostgresJdbcOutageTests extends JdbcOutages {

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        database = new TestPostgres(folder);
    }

    /** Of a driver that asks with a statement, and without a pool that would tidy up after it. */
    @Test
    void leavesNoTransactionOpen() throws SQLException {
        try (Connection session = connect();
                Connection observer = connect()) {
            session.setAutoCommit(false);
            int process = session.unwrap(PGConnection.class).getBackendPID();
            Connection asking = askingWithAStatement(session);
            assertThat(asking.isValid(1)).isTrue();
            assertThat(state(observer, process)).isEqualTo("idle in transaction");
            session.rollback();
            SingleConnectionDataSource source = new SingleConnectionDataSource(asking, true);
            ComponentHealth health = new DatabaseHealthCheck(
                            "database", true, () -> source, List.of(), TIMEOUT.multipliedBy(10))
                    .check();
            assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
            assertThat(state(observer, process)).isEqualTo("idle");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), TestDatabase.USER, TestDatabase.PASSWORD);
    }

    /** PostgreSQL's own driver has a question that begins no transaction. */
    private static Connection askingWithAStatement(Connection session) {
        return (Connection) Proxy.newProxyInstance(
                PostgresJdbcOutageTests.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("isValid")) {
                        try (Statement statement = session.createStatement()) {
                            return statement.execute("select 1");
                        }
                    }
                    return method.invoke(session, arguments);
                });
    }

    private static String state(Connection observer, int process) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet result =
                        statement.executeQuery("select state from pg_stat_activity where pid = " + process)) {
            result.next();
            return result.getString(1);
        }
    }
}
