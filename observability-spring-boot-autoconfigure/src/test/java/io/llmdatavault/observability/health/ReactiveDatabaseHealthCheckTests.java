package io.llmdatavault.observability.health;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ValidationDepth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How one R2DBC connection factory is asked, through the real pool and a driver that takes steps. */
class ReactiveDatabaseHealthCheckTests {

    /** Of a check of a connection that hangs. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final SteppedDriver driver = new SteppedDriver();

    private final ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration.builder(driver)
            .initialSize(0)
            .maxSize(2)
            .build());

    private final ReactiveDatabaseHealthCheck check =
            new ReactiveDatabaseHealthCheck("database", true, () -> pool, Duration.ofSeconds(20));

    @AfterEach
    void dispose() {
        // It waits for its connections to be closed.
        driver.closing = Mono.empty();
        pool.dispose();
    }

    @Test
    void poolThatFillsUpInAnOutageIsNoRecovery() {
        driver.remote = Mono.just(false);
        assertThat(check.check().message()).isEqualTo("The database breaks the connection off.");
        List<Connection> borrowed = List.of(borrow(), borrow());
        for (int i = 0; i < 3; i++) {
            ComponentHealth full = check.check();
            assertThat(full.state()).isEqualTo(HealthState.UNHEALTHY);
            assertThat(full.message())
                    .isEqualTo(
                            "All connections of the pool are in use, and the database has not answered since it failed.");
        }
        giveBack(borrowed);
        driver.remote = Mono.just(true);
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        borrowed = List.of(borrow(), borrow());
        assertThat(check.check().state()).isEqualTo(HealthState.DEGRADED);
        giveBack(borrowed);
    }

    @Test
    void connectionThatAnswersIsKept() {
        check.check();
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(driver.opened).hasSize(1);
        assertThat(driver.closed).isEmpty();
    }

    @Test
    void connectionThatIsNotValidIsNotLentAgain() {
        driver.remote = Mono.just(false);
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
        assertIsReplaced();
    }

    @Test
    void connectionThatFailsIsNotLentAgain() {
        driver.remote = Mono.error(new IllegalStateException("Planted-4711"));
        assertThat(check.check().message()).isEqualTo("The database does not answer.");
        assertIsReplaced();
    }

    @Test
    void connectionThatHangsIsNotLentAgain() {
        makeConnection();
        driver.remote = Mono.never();
        ComponentHealth health = new ReactiveDatabaseHealthCheck("database", true, () -> pool, SHORT).check();
        assertThat(health.message()).isEqualTo("The database does not answer.");
        assertIsReplaced();
    }

    @Test
    void connectionThatHangsWhenItIsClosedGoesBackToItsPool() {
        makeConnection();
        driver.remote = Mono.never();
        driver.closing = Mono.never();
        new ReactiveDatabaseHealthCheck("database", true, () -> pool, SHORT).check();
        await().until(() -> pool.getMetrics().orElseThrow().acquiredSize() == 0);
    }

    /** The pool has it before a check has a short time for all: on a busy machine that would not last to be lent one. */
    private void makeConnection() {
        giveBack(List.of(borrow()));
    }

    private void assertIsReplaced() {
        await().until(() -> pool.getMetrics().orElseThrow().acquiredSize() == 0);
        assertThat(driver.closed).hasSize(1);
        Connection next = borrow();
        assertThat(driver.opened).hasSize(2);
        assertThat(ReactiveDatabaseHealthCheck.innermost(next)).isSameAs(driver.opened.get(1));
        giveBack(List.of(next));
    }

    @Test
    void onlyTheFactoryThatIsInjectedByDefaultIsCritical() {
        ApplicationContextRunner two = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
                .withBean("replica", ConnectionFactory.class, SteppedDriver::new)
                .withBean(
                        "main", ConnectionFactory.class, SteppedDriver::new, definition -> definition.setPrimary(true));
        two.run(context -> assertThat(context.getBean(HealthMonitor.class).criticalComponents())
                .containsExactly("database"));
        two.withPropertyValues("vault.observability.health.checks.database-replica.critical=true")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).criticalComponents())
                        .containsExactlyInAnyOrder("database", "database-replica"));
    }

    private Connection borrow() {
        return pool.create().block();
    }

    private static void giveBack(List<Connection> borrowed) {
        borrowed.forEach(connection -> Mono.from(connection.close()).block());
    }

    /** Its connections know whether they are closed; what their database says is set from outside. */
    private static final class SteppedDriver implements ConnectionFactory {

        private final List<Connection> opened = new CopyOnWriteArrayList<>();

        private final List<Connection> closed = new CopyOnWriteArrayList<>();

        private volatile Mono<Boolean> remote = Mono.just(true);

        private volatile Mono<Void> closing = Mono.empty();

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.fromSupplier(() -> {
                Connection connection = connection();
                opened.add(connection);
                return connection;
            });
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return () -> "stepped";
        }

        private Connection connection() {
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "validate":
                                return arguments[0] == ValidationDepth.REMOTE
                                        ? remote
                                        : Mono.just(closed.stream().noneMatch(one -> one == proxy));
                            case "close":
                                return closing.then(Mono.fromRunnable(() -> {
                                    if (closed.stream().noneMatch(one -> one == proxy)) {
                                        closed.add((Connection) proxy);
                                    }
                                }));
                            case "isAutoCommit":
                                return true;
                            case "hashCode":
                                return System.identityHashCode(proxy);
                            case "equals":
                                return proxy == arguments[0];
                            case "toString":
                                return "connection";
                            default:
                                return Mono.empty();
                        }
                    });
        }
    }
}
