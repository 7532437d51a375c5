package io.llmdatavault.observability.health;

import java.io.IOException;
import java.time.Duration;

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

    /** What a loaded machine may take on top. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Lettuce connects again by itself, after delays that grow to this. */
    private static final Duration RECONNECTED = Duration.ofSeconds(30);

    private static TestRedis redis;

    private static HealthServer server;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        server = serve(TestRedis.PASSWORD);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        redis.close();
        await().until(() -> DefaultHealthMonitorTests.threads().isEmpty());
    }

    private static HealthServer serve(String password) {
        return HealthServer.servlet(
                Application.class,
                "spring.autoconfigure.exclude=" + R2dbcAutoConfiguration.class.getName(),
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + redis.port(),
                "spring.data.redis.password=" + password,
                "vault.observability.health.refresh-interval=" + REFRESH.toMillis() + "ms",
                "vault.observability.health.timeout=" + TIMEOUT.toMillis() + "ms");
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
        try (HealthServer wrong = serve("wrong-4712")) {
            awaitStatus(wrong, "DOWN");
            assertThat(wrong.component("redis").toString())
                    .doesNotContain("4712", TestRedis.PASSWORD)
                    .doesNotContain("No answer within");
            assertThat(wrong.status("/actuator/health/readiness")).isEqualTo("200 UP");
        }
    }

    /** One that waited for Redis would take the time limit each time. */
    private static void answersAtOnce() {
        int requests = 20;
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            assertThat(server.status("/actuator/health")).isEqualTo("503 DOWN");
            assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(requests / 2));
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
