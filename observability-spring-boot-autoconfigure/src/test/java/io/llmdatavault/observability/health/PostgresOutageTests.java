package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real database that stops, hangs and is killed, seen through the endpoint. */
class PostgresOutageTests {

    private static final Duration REFRESH = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** What this machine and the request may take on top. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** HikariCP connects again by itself, after delays that grow to this. */
    private static final Duration RECONNECTED = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;

    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(0)
                .start();
        server = HealthServer.servlet(
                Application.class,
                "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "spring.datasource.username=postgres",
                "spring.datasource.password=postgres",
                "vault.observability.health.refresh-interval=200ms",
                "vault.observability.health.timeout=1s",
                "management.health.db.enabled=false");
        awaitStatus("UP");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        try {
            postgres.close();
        } catch (IllegalStateException ex) {
            // It has been killed.
        }
        await().until(() -> DefaultHealthMonitorTests.threads().isEmpty());
    }

    @Test
    void stoppedDatabaseIsUnhealthyUntilItIsBack() throws IOException {
        int port = postgres.getPort();
        postgres.close();
        awaitStatus("DOWN");
        assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 DOWN");
        assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");
        assertThat(server.component("database").toString())
                .doesNotContain("Exception")
                .doesNotContain("localhost");
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
        awaitStatus("UP");
        assertThat(server.component("database")
                        .path("details")
                        .path("consecutiveFailures")
                        .asInt())
                .isZero();
    }

    @Test
    void frozenDatabaseHoldsUpNeitherProbesNorOtherChecks() throws Exception {
        signal("-STOP");
        try {
            awaitStatus("DOWN");
            int probes = 20;
            long start = System.nanoTime();
            for (int i = 0; i < probes; i++) {
                assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 DOWN");
                assertThat(server.status("/actuator/health/liveness")).isEqualTo("200 UP");
            }
            // One that waited for the database would take the time limit each time.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(probes));
            int before = server.context().getBean(CountingCheck.class).runs;
            await().atMost(GRACE).until(() -> server.context().getBean(CountingCheck.class).runs > before + 3);
            JsonNode details = server.component("database").path("details");
            assertThat(details.path("maxConnections").isMissingNode()
                            || details.path("maxConnections").asInt() == 10)
                    .isTrue();
        } finally {
            signal("-CONT");
        }
        awaitStatus("UP");
    }

    @Test
    void killedDatabaseIsUnhealthy() throws Exception {
        signal("-KILL");
        awaitStatus("DOWN");
        assertThat(server.component("counting").path("status").asText()).isEqualTo("UP");
    }

    private void awaitStatus(String status) {
        Duration longest = REFRESH.plus(TIMEOUT).plus(GRACE);
        await().atMost(status.equals("UP") ? longest.plus(RECONNECTED) : longest)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        server.component("database").path("status").asText().equals(status));
    }

    private void signal(String name) throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
        List<String> command = new ArrayList<>(List.of("kill", name, Long.toString(postmaster)));
        ProcessHandle.of(postmaster)
                .orElseThrow()
                .descendants()
                .forEach(child -> command.add(Long.toString(child.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        @Bean
        CountingCheck counting() {
            return new CountingCheck();
        }
    }

    static final class CountingCheck implements HealthCheck {

        volatile int runs;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // never run twice at the same time
        public ComponentHealth check() {
            runs++;
            return ComponentHealth.healthy("Fine.");
        }
    }
}
