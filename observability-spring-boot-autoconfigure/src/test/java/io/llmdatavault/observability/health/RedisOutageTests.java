package io.llmdatavault.observability.health;

import java.io.IOException;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real Redis server that stops, hangs and is killed: Spring Boot's own indicator, served from snapshots. */
class RedisOutageTests {

    private static final Duration REFRESH = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** Where an answer is expected: more than the first one takes on a loaded machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What a loaded machine may take on top. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Lettuce connects again by itself, after delays that grow to this. */
    private static final Duration RECONNECTED = Duration.ofSeconds(30);

    private static TestRedis redis;

    private static HealthServer server;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        server = serve(redis.port(), TIMEOUT);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        redis.close();
        await().until(() -> DefaultHealthMonitorTests.threads().isEmpty());
    }

    private static HealthServer serve(int port, Duration timeout) {
        return serve(port, TestRedis.PASSWORD, 0, timeout);
    }

    private static HealthServer serve(int port, String password, int database, Duration timeout) {
        return HealthServer.servlet(
                Application.class,
                "spring.autoconfigure.exclude=" + R2dbcAutoConfiguration.class.getName(),
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + port,
                "spring.data.redis.password=" + password,
                "spring.data.redis.database=" + database,
                "vault.observability.health.refresh-interval=" + REFRESH.toMillis() + "ms",
                "vault.observability.health.timeout=" + timeout.toMillis() + "ms");
    }

    @Test
    void stoppedAndStartedAgain() throws Exception {
        awaitStatus(server, "UP");
        redis.stop();
        awaitStatus(server, "DOWN");
        answersAtOnce();
        redis.start();
        awaitStatus(server, "UP");
    }

    @Test
    void killedAndStartedAgain() throws Exception {
        awaitStatus(server, "UP");
        redis.kill();
        awaitStatus(server, "DOWN");
        answersAtOnce();
        redis.start();
        awaitStatus(server, "UP");
    }

    @Test
    void frozenAndGoingOn() throws Exception {
        awaitStatus(server, "UP");
        redis.freeze();
        try {
            awaitStatus(server, "DOWN");
            assertThat(server.component("redis").toString()).contains("No answer within 1s.");
            answersAtOnce();
        } finally {
            redis.thaw();
        }
        awaitStatus(server, "UP");
        assertThat(server.component("redis").toString()).contains("version");
    }

    @Test
    void wrongPassword() {
        try (HealthServer wrong = serve(redis.port(), "wrong-4712", 0, PATIENCE)) {
            awaitStatus(wrong, "DOWN");
            assertThat(wrong.component("redis").toString())
                    .doesNotContain("4712", TestRedis.PASSWORD)
                    .doesNotContain("No answer within");
            assertThat(wrong.status("/actuator/health/readiness")).isEqualTo("200 UP");
        }
    }

    @Test
    void databaseThatIsNotThere() {
        try (HealthServer wrong = serve(redis.port(), TestRedis.PASSWORD, 4711, PATIENCE)) {
            awaitStatus(wrong, "DOWN");
            assertThat(wrong.component("redis").toString())
                    .doesNotContain(TestRedis.PASSWORD)
                    .doesNotContain("No answer within");
        }
    }

    @Test
    void nothingAtThatPort() throws IOException {
        int closed;
        try (FaultyRelay relay = new FaultyRelay(1)) {
            closed = relay.port();
        }
        try (HealthServer alone = serve(closed, PATIENCE)) {
            awaitStatus(alone, "DOWN");
            assertThat(alone.component("redis").toString())
                    .contains("Unable to connect")
                    .doesNotContain(TestRedis.PASSWORD)
                    .doesNotContain("No answer within");
            assertThat(alone.status("/actuator/health/readiness")).isEqualTo("200 UP");
        }
    }

    @Test
    void slowWithinTheLimit() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(redis.port());
                HealthServer behind = serve(relay.port(), PATIENCE)) {
            awaitStatus(behind, "UP");
            relay.delay(Duration.ofMillis(100));
            staysUp(behind);
        }
    }

    @Test
    void slowBeyondTheLimit() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(redis.port());
                HealthServer behind = serve(relay.port(), TIMEOUT)) {
            awaitStatus(behind, "UP");
            relay.delay(TIMEOUT.multipliedBy(3));
            awaitStatus(behind, "DOWN");
            assertThat(behind.component("redis").toString()).contains("No answer within 1s.");
            relay.delay(Duration.ZERO);
            awaitStatus(behind, "UP");
        }
    }

    @Test
    void connectionBrokenOff() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(redis.port());
                HealthServer behind = serve(relay.port(), TIMEOUT)) {
            awaitStatus(behind, "UP");
            relay.cutAnswers(true);
            awaitStatus(behind, "DOWN");
            assertThat(behind.component("redis").toString())
                    .doesNotContain(TestRedis.PASSWORD, "127.0.0.1", Integer.toString(relay.port()));
            relay.cutAnswers(false);
            awaitStatus(behind, "UP");
        }
    }

    @Test
    void idleConnectionBrokenOff() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(redis.port());
                HealthServer behind = serve(relay.port(), PATIENCE)) {
            awaitStatus(behind, "UP");
            // Lettuce connects again before the next command.
            relay.breakOff();
            staysUp(behind);
        }
    }

    /** For as long as several checks take. */
    private static void staysUp(HealthServer server) {
        MeterRegistry meters = server.context().getBean(MeterRegistry.class);
        Timer checks = meters.get("vault.component.check.duration")
                .tag("component", "redis")
                .timer();
        long before = checks.count();
        await().atMost(TIMEOUT.plus(GRACE)).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(server.component("redis").path("status").asText()).isEqualTo("UP");
            return checks.count() > before + 4;
        });
    }

    /** One that waited for Redis would take the time limit each time. */
    private static void answersAtOnce() {
        int requests = 20;
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            assertThat(server.status("/actuator/health")).isEqualTo("503 DOWN");
            assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(requests));
    }

    private static void awaitStatus(HealthServer server, String status) {
        Duration longest = REFRESH.plus(TIMEOUT).plus(GRACE);
        await().atMost(status.equals("UP") ? longest.plus(RECONNECTED) : longest)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.component("redis").path("status").asText().equals(status));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {}
}
