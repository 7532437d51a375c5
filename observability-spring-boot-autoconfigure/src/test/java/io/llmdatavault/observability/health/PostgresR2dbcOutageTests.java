package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** PostgreSQL through its R2DBC driver and a pool. */
class PostgresR2dbcOutageTests extends DatabaseOutages {

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        database = new TestPostgres(folder);
    }

    private static ConnectionFactory driver(int port, String name, String password) {
        return ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, "localhost")
                .option(ConnectionFactoryOptions.PORT, port)
                .option(ConnectionFactoryOptions.DATABASE, name)
                .option(ConnectionFactoryOptions.USER, TestDatabase.USER)
                .option(ConnectionFactoryOptions.PASSWORD, password)
                .build());
    }

    private static ConnectionPool pool(ConnectionFactory driver) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(driver)
                .initialSize(1)
                .maxSize(3)
                .build());
    }

    @Override
    ApplicationContextRunner withClient(ApplicationContextRunner runner, int port, String name, String password) {
        return runner.withBean(ConnectionPool.class, () -> pool(driver(port, name, password)));
    }

    @Override
    void afterwards(ConfigurableApplicationContext context) {
        ConnectionPool pool = context.getBean(ConnectionPool.class);
        await().atMost(TIMEOUT.plus(GRACE))
                .until(() -> pool.getMetrics().orElseThrow().acquiredSize() == 0);
        assertThat(pool.getMetrics().orElseThrow().allocatedSize()).isLessThanOrEqualTo(3);
        assertThat(pool.getMetrics().orElseThrow().pendingAcquireSize()).isZero();
    }

    @Test
    void poolAtItsLimitIsDegradedAtOnce() {
        ConnectionPool pool = pool(driver(database.port(), database.database(), TestDatabase.PASSWORD));
        ReactiveDatabaseHealthCheck check =
                new ReactiveDatabaseHealthCheck("database", true, () -> pool, Duration.ofSeconds(30));
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        List<Connection> borrowed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            borrowed.add(pool.create().block());
        }
        ComponentHealth health = check.check();
        assertThat(health.state()).isEqualTo(HealthState.DEGRADED);
        assertThat(health.metadata())
                .containsEntry("activeConnections", 3)
                .containsEntry("idleConnections", 0)
                .containsEntry("maxConnections", 3)
                .containsEntry("waitingThreads", 0);
        borrowed.forEach(connection -> Mono.from(connection.close()).block());
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        pool.dispose();
    }

    @Test
    void worksWithoutAPool() {
        ConnectionFactory driver = driver(database.port(), database.database(), TestDatabase.PASSWORD);
        ComponentHealth health =
                new ReactiveDatabaseHealthCheck("database", true, () -> driver, Duration.ofSeconds(30)).check();
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).isEmpty();
    }
}
