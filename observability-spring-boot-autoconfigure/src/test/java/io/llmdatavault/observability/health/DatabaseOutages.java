package io.llmdatavault.observability.health;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Outages of a real database through its driver: what is seen, how soon, and when it is over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class DatabaseOutages {

    static final Duration REFRESH = Duration.ofMillis(200);

    static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** What a loaded machine may take on top. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** Pools connect again by themselves, after delays that grow to this. */
    private static final Duration RECONNECTED = Duration.ofSeconds(20);

    private static final String BROKEN_OFF = "The database breaks the connection off.";

    /** Where a driver says no more than that a connection is not valid, and a busy machine takes its time to hear it. */
    private static final String SILENT = "The database does not answer.";

    TestDatabase database;

    /** A client of the application, with a pool of three. */
    abstract ApplicationContextRunner withClient(
            ApplicationContextRunner runner, int port, String name, String password);

    @AfterAll
    void close() throws Exception {
        if (database != null) {
            database.close();
        }
    }

    @AfterEach
    void leavesNoThreads() {
        await().atMost(GRACE).until(() -> DefaultHealthMonitorTests.threads().isEmpty());
    }

    /** HikariCP takes a second before it says why it could not start; what it says is awaited, however long that takes. */
    private void runPatiently(int port, String name, String password, Consumer<HealthMonitor> test) {
        run(port, name, password, TIMEOUT.multipliedBy(30), test);
    }

    void run(int port, String name, String password, Consumer<HealthMonitor> test) {
        run(port, name, password, TIMEOUT, test);
    }

    private void run(int port, String name, String password, Duration timeout, Consumer<HealthMonitor> test) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
                .withPropertyValues(
                        "vault.observability.health.refresh-interval=" + REFRESH.toMillis() + "ms",
                        "vault.observability.health.timeout=" + timeout.toMillis() + "ms");
        withClient(runner, port, name, password).run(context -> {
            test.accept(context.getBean(HealthMonitor.class));
            afterwards(context);
        });
    }

    private void run(Consumer<HealthMonitor> test) {
        run(database.port(), database.database(), TestDatabase.PASSWORD, test);
    }

    /** With the context still open. */
    void afterwards(ConfigurableApplicationContext context) {}

    static void awaitState(HealthMonitor monitor, HealthState state) {
        Duration longest = REFRESH.plus(TIMEOUT).plus(GRACE);
        await().atMost(state == HealthState.HEALTHY ? longest.plus(RECONNECTED) : longest)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> monitor.snapshot("database")
                        .filter(snapshot -> snapshot.state() == state)
                        .isPresent());
    }

    static HealthSnapshot snapshot(HealthMonitor monitor) {
        return monitor.snapshot("database").orElseThrow();
    }

    private interface Step {

        void take() throws Exception;
    }

    private static void take(Step step) {
        try {
            step.take();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void stoppedAndStartedAgain() {
        run(monitor -> {
            awaitState(monitor, HealthState.HEALTHY);
            take(database::stop);
            awaitState(monitor, HealthState.UNHEALTHY);
            take(database::start);
            awaitState(monitor, HealthState.HEALTHY);
        });
    }

    @Test
    void killedAndStartedAgain() {
        run(monitor -> {
            awaitState(monitor, HealthState.HEALTHY);
            take(database::kill);
            awaitState(monitor, HealthState.UNHEALTHY);
            take(database::start);
            awaitState(monitor, HealthState.HEALTHY);
        });
    }

    @Test
    void frozenForManyRefreshes() {
        run(monitor -> {
            awaitState(monitor, HealthState.HEALTHY);
            take(database::freeze);
            try {
                awaitState(monitor, HealthState.UNHEALTHY);
                await().atMost(REFRESH.plus(TIMEOUT).multipliedBy(30))
                        .until(() -> snapshot(monitor).consecutiveFailures() >= 6);
                assertThat(snapshot(monitor).message()).isIn("No answer within 1s.", SILENT);
                // The one that asks the database, and the one of the memory.
                assertThat(DefaultHealthMonitorTests.threads().stream()
                                .filter(name -> name.startsWith("vault-health-check")))
                        .hasSizeLessThanOrEqualTo(2);
            } finally {
                take(database::thaw);
            }
            awaitState(monitor, HealthState.HEALTHY);
        });
    }

    @Test
    void slowWithinAndBeyondTheLimit() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(database.port())) {
            run(relay.port(), database.database(), TestDatabase.PASSWORD, monitor -> {
                awaitState(monitor, HealthState.HEALTHY);
                relay.delay(TIMEOUT.multipliedBy(3));
                awaitState(monitor, HealthState.UNHEALTHY);
                relay.delay(Duration.ofMillis(30));
                awaitState(monitor, HealthState.HEALTHY);
            });
        }
    }

    @Test
    void wrongPassword() {
        runPatiently(database.port(), database.database(), "wrong-4711", monitor -> {
            awaitState(monitor, HealthState.UNHEALTHY);
            assertThat(snapshot(monitor).message()).isEqualTo("The database refuses the credentials.");
            assertThat(snapshot(monitor).metadata().toString()).doesNotContain("4711", "localhost", TestDatabase.USER);
        });
    }

    @Test
    void databaseThatIsNotThere() {
        runPatiently(database.port(), "nowhere", TestDatabase.PASSWORD, monitor -> {
            awaitState(monitor, HealthState.UNHEALTHY);
            assertThat(snapshot(monitor).message()).isEqualTo("The server has no such database.");
        });
    }

    @Test
    void serverThatIsNotThere() throws IOException {
        int closed;
        try (FaultyRelay relay = new FaultyRelay(1)) {
            closed = relay.port();
        }
        runPatiently(closed, database.database(), TestDatabase.PASSWORD, monitor -> {
            awaitState(monitor, HealthState.UNHEALTHY);
            assertThat(snapshot(monitor).message()).isEqualTo("The database cannot be reached.");
        });
    }

    @Test
    void answersBrokenOffInTheMiddle() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(database.port())) {
            run(relay.port(), database.database(), TestDatabase.PASSWORD, monitor -> {
                awaitState(monitor, HealthState.HEALTHY);
                relay.cutAnswers(true);
                awaitState(monitor, HealthState.UNHEALTHY);
                // HikariCP keeps it to itself why it has no connection any more.
                assertThat(snapshot(monitor).message()).isIn(BROKEN_OFF, SILENT, "No answer within 1s.");
                assertLeaksNothing(monitor);
                relay.cutAnswers(false);
                awaitState(monitor, HealthState.HEALTHY);
            });
            relay.cutAnswers(true);
            runPatiently(relay.port(), database.database(), TestDatabase.PASSWORD, monitor -> {
                awaitState(monitor, HealthState.UNHEALTHY);
                assertThat(snapshot(monitor).message()).isEqualTo(BROKEN_OFF);
                assertLeaksNothing(monitor);
            });
        }
    }

    /** A pool replaces them. A check may find one that the pool does not look at yet, and drops it. */
    @Test
    void connectionsOfThePoolBrokenOff() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(database.port())) {
            run(relay.port(), database.database(), TestDatabase.PASSWORD, monitor -> {
                awaitState(monitor, HealthState.HEALTHY);
                Set<String> messages = new HashSet<>();
                Set<Instant> found = new HashSet<>();
                take(relay::breakOff);
                Instant broken = Instant.now();
                await().atMost(REFRESH.plus(TIMEOUT).plus(GRACE))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            HealthSnapshot snapshot = snapshot(monitor);
                            messages.add(snapshot.message());
                            if (snapshot.message().equals(BROKEN_OFF)) {
                                found.add(snapshot.lastCheck());
                            }
                            return snapshot.lastSuccess()
                                    .filter(broken::isBefore)
                                    .isPresent();
                        });
                // Each of the pool once at most.
                assertThat(found).hasSizeLessThanOrEqualTo(3);
                // On a busy machine it takes longer to find out that all of them are broken.
                assertThat(messages).isSubsetOf("The database answers.", BROKEN_OFF, SILENT, "No answer within 1s.");
                awaitState(monitor, HealthState.HEALTHY);
            });
        }
    }

    private static void assertLeaksNothing(HealthMonitor monitor) {
        assertThat(snapshot(monitor).message() + snapshot(monitor).metadata())
                .doesNotContain("localhost", "Exception", "reset", TestDatabase.USER, TestDatabase.PASSWORD);
    }
}
