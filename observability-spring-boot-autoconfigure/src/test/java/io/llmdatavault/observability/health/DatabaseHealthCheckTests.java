package io.llmdatavault.observability.health;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How one data source is asked. */
class DatabaseHealthCheckTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final String IN_OUTAGE =
            "All connections of the pool are in use, and the database has not answered since it failed.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(HikariDataSource.class, DatabaseHealthCheckTests::pool)
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class, DataSourceAutoConfiguration.class));

    /** HikariCP does not look at a connection itself before it lends it, however long a busy machine has taken. */
    private static HikariDataSource trustingPool(int size) {
        String window = "com.zaxxer.hikari.aliveBypassWindowMs";
        System.setProperty(window, "60000");
        try {
            HikariDataSource pool = pool();
            pool.setMaximumPoolSize(size);
            // It reads the property when it makes its first connection.
            pool.getConnection().close();
            return pool;
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        } finally {
            System.clearProperty(window);
        }
    }

    private static HikariDataSource pool() {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl("jdbc:h2:mem:pool");
        dataSource.setMaximumPoolSize(2);
        return dataSource;
    }

    private static DatabaseHealthCheck check(DataSource dataSource, ConnectionPools... pools) {
        return new DatabaseHealthCheck("database", true, () -> dataSource, List.of(pools), LONG);
    }

    @Test
    void showsThePool() {
        runner.run(context -> {
            ComponentHealth health =
                    context.getBean(DatabaseChecks.class).checks().get(0).check();
            assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
            assertThat(health.metadata())
                    .containsEntry("activeConnections", 0)
                    .containsKey("idleConnections")
                    .containsEntry("maxConnections", 2)
                    .containsEntry("waitingThreads", 0)
                    .hasSize(4);
        });
        runner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
                .run(context -> assertThat(context).doesNotHaveBean(HikariPools.class));
    }

    @Test
    void poolAtItsLimitIsDegradedAtOnceAndLendsNothing() throws Exception {
        try (HikariDataSource pool = pool()) {
            DatabaseHealthCheck check = check(pool, new HikariPools());
            assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
            List<Connection> borrowed = List.of(pool.getConnection(), pool.getConnection());
            ComponentHealth full = check.check();
            assertThat(full.state()).isEqualTo(HealthState.DEGRADED);
            assertThat(full.message()).isEqualTo("All connections of the pool are in use.");
            CompletableFuture<Connection> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return pool.getConnection();
                } catch (SQLException ex) {
                    throw new IllegalStateException(ex);
                }
            });
            await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(check.check().message())
                        .isEqualTo("All connections of the pool are in use, and threads wait for one.");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(check.check().metadata())
                    .containsEntry("activeConnections", 2)
                    .containsEntry("idleConnections", 0)
                    .containsEntry("maxConnections", 2)
                    .containsEntry("waitingThreads", 1);
            assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection())
                    .isEqualTo(1);
            for (Connection connection : borrowed) {
                connection.close();
            }
            waiting.get().close();
            assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        }
    }

    @Test
    void connectionThatIsNotValidIsNotLentAgain() throws Exception {
        try (HikariDataSource pool = trustingPool(1)) {
            Connection first;
            try (Connection connection = pool.getConnection()) {
                first = connection.unwrap(org.h2.jdbc.JdbcConnection.class);
            }
            first.close();
            assertThat(check(pool, new HikariPools()).check().message())
                    .isEqualTo("The database breaks the connection off.");
            assertThat(check(pool, new HikariPools()).check().state()).isEqualTo(HealthState.HEALTHY);
        }
    }

    @Test
    void poolThatFillsUpInAnOutageIsNoRecovery() throws Exception {
        try (HikariDataSource pool = trustingPool(2)) {
            DatabaseHealthCheck check = check(pool, new HikariPools());
            Connection dead;
            try (Connection connection = pool.getConnection()) {
                dead = connection.unwrap(org.h2.jdbc.JdbcConnection.class);
            }
            dead.close();
            assertThat(check.check().message()).isEqualTo("The database breaks the connection off.");
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(List.of(one, other)).doesNotHaveDuplicates();
                for (int i = 0; i < 3; i++) {
                    ComponentHealth full = check.check();
                    assertThat(full.state()).isEqualTo(HealthState.UNHEALTHY);
                    assertThat(full.message()).isEqualTo(IN_OUTAGE);
                    assertThat(full.metadata()).containsEntry("activeConnections", 2);
                }
            }
            assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(List.of(one, other)).doesNotHaveDuplicates();
                assertThat(check.check().state()).isEqualTo(HealthState.DEGRADED);
            }
        }
    }

    @Test
    void answerThatCameTooLateIsNone() throws Exception {
        try (HikariDataSource pool = pool()) {
            DatabaseHealthCheck check = new DatabaseHealthCheck(
                    "database", true, () -> pool, List.of(new HikariPools()), Duration.ofNanos(1));
            check.check();
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(List.of(one, other)).doesNotHaveDuplicates();
                assertThat(check.check().message()).isEqualTo(IN_OUTAGE);
            }
        }
    }

    @Test
    void otherPoolsAreReadThroughSpringBoot() {
        assertThat(new PoolFigures(3, 0, 3, null).isExhausted()).isTrue();
        assertThat(new PoolFigures(3, null, 3, null).isExhausted()).isTrue();
        assertThat(new PoolFigures(2, 0, 3, null).isExhausted()).isFalse();
        assertThat(new PoolFigures(3, 1, 3, null).isExhausted()).isFalse();
        assertThat(new PoolFigures(3, 0, -1, null).isExhausted()).isFalse();
        assertThat(new PoolFigures(null, null, 3, null).isExhausted()).isFalse();
    }

    @Test
    void poolThatDoesNotTellBreaksNothing() {
        ComponentHealth health = check(TestDataSources.answering(), pool -> {
                    throw new IllegalStateException("pool");
                })
                .check();
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).isEmpty();
    }

    @Test
    void connectionIsAskedWithALimitForItAndForTheNetwork() throws SQLException {
        List<String> calls = new ArrayList<>();
        assertThat(ConnectionTest.isValid(connection(calls, 0), Duration.ofMillis(2500)))
                .isTrue();
        assertThat(calls).containsExactly("setNetworkTimeout 2500", "isValid 2", "rollback", "setNetworkTimeout 0");
        calls.clear();
        ConnectionTest.isValid(connection(calls, 0), Duration.ofMillis(1));
        assertThat(calls).contains("setNetworkTimeout 1", "isValid 1");
        calls.clear();
        ConnectionTest.isValid(connection(calls, 1000), Duration.ofSeconds(5));
        assertThat(calls).as("one of the application that is shorter").containsExactly("isValid 5", "rollback");
        calls.clear();
        ConnectionTest.isValid(connection(calls, null), Duration.ofSeconds(5));
        assertThat(calls).as("a driver that has none").containsExactly("isValid 5", "rollback");
    }

    private static Connection connection(List<String> calls, Integer networkTimeout) {
        return (Connection) Proxy.newProxyInstance(
                DatabaseHealthCheckTests.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getNetworkTimeout":
                            if (networkTimeout == null) {
                                throw new SQLFeatureNotSupportedException();
                            }
                            return networkTimeout;
                        case "getAutoCommit":
                            return false;
                        case "isValid":
                            calls.add("isValid " + arguments[0]);
                            return true;
                        case "setNetworkTimeout":
                            calls.add("setNetworkTimeout " + arguments[1]);
                            return null;
                        default:
                            calls.add(method.getName());
                            return null;
                    }
                });
    }

    /** As HikariCP's, which has dropped it meanwhile. */
    @Test
    void connectionThatFailsToCloseHidesNothing() {
        Connection dead = (Connection) Proxy.newProxyInstance(
                DatabaseHealthCheckTests.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isValid", "isClosed" -> false;
                    case "close" -> throw new IllegalStateException("Planted-4711");
                    default -> throw new SQLFeatureNotSupportedException();
                });
        DataSource source = new SingleConnectionDataSource(dead, false);
        ComponentHealth health =
                new DatabaseHealthCheck("database", true, () -> source, List.of(), Duration.ofSeconds(5)).check();
        assertThat(health.message()).isEqualTo("The database breaks the connection off.");
        assertThat(health.cause()).isEmpty();
    }
}
