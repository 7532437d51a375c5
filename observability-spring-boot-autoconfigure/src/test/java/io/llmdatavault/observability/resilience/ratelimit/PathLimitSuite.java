package io.llmdatavault.observability.resilience.ratelimit;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

import static io.llmdatavault.observability.web.SuiteServer.isProblem;
import static io.llmdatavault.observability.web.SuiteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** Limits of paths, the same for each stack: a real server with Spring Security, asked over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PathLimitSuite {

    private ConfigurableApplicationContext context;

    private SuiteServer server;

    /** Starts a server with {@link PathLimitEndpoints}, basic authentication for alice and bob, and a user only at /secret. */
    abstract ConfigurableApplicationContext start(String... properties);

    @BeforeAll
    void start() {
        List<String> properties = new ArrayList<>(List.of("management.endpoints.web.exposure.include=prometheus,info"));
        limit(properties, "hourly", "type=requests-per-hour", "limit=2", "paths=/hourly/**,/also/{id}");
        limit(properties, "by-user", "type=requests-per-hour", "limit=1", "key=principal", "paths=/secret/**");
        limit(properties, "by-ip", "type=requests-per-hour", "limit=1", "key=ip", "paths=/by-ip/**");
        limit(properties, "by-header", "type=requests-per-hour", "limit=1", "key=header:X-Tenant", "paths=/tenant/**");
        limit(properties, "told", "type=requests-per-hour", "limit=1", "headers=true", "paths=/told/**");
        limit(properties, "said", "type=requests-per-hour", "limit=1", "headers=true", "paths=/said/**");
        limit(properties, "said-too", "type=requests-per-minute", "limit=7", "headers=true", "paths=/{area:said}/**");
        limit(properties, "wide", "type=requests-per-hour", "limit=3", "paths=/both/**");
        limit(properties, "narrow", "type=requests-per-hour", "limit=1", "paths=/both/narrow/**");
        limit(properties, "metered", "type=requests-per-hour", "limit=1", "paths=/metered/**");
        limit(properties, "actuator", "type=requests-per-hour", "limit=1", "paths=/actuator/info");
        limit(properties, "async", "type=requests-per-hour", "limit=2", "paths=/async/**");
        limit(properties, "posted", "type=requests-per-hour", "limit=1", "paths=/posted/**");
        context = start(properties.toArray(String[]::new));
        server = server(context);
    }

    static void limit(List<String> properties, String name, String... settings) {
        for (String setting : settings) {
            properties.add("vault.observability.rate-limit.limits." + name + "." + setting);
        }
    }

    static SuiteServer server(ConfigurableApplicationContext context) {
        int port = context.getEnvironment().getProperty("local.server.port", Integer.class, 0);
        return new SuiteServer(port, context);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    private int get(String path, String... headers) {
        return server.get(path, headers).statusCode();
    }

    private int calls(String area) {
        return context.getBean(PathLimitEndpoints.class).calls(area);
    }

    @Test
    void limitsAPathWithoutCode() {
        assertThat(get("/hourly/hello")).isEqualTo(200);
        assertThat(get("/also/hello")).isEqualTo(200);
        HttpResponse<String> refused = server.get("/hourly/hello");
        JsonNode problem = problem(refused);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(problem.get("code").asText()).isEqualTo("RATE_LIMIT_REQUESTS_PER_HOUR");
        assertThat(problem.get("limit").asInt()).isEqualTo(2);
        assertThat(problem.get("retryable").asBoolean()).isTrue();
        assertThat(calls("hourly")).isEqualTo(1);
        assertThat(get("/free/hello")).isEqualTo(200);
    }

    /** What a handler would take for the same path, the pattern takes for the same, too. */
    @Test
    void otherSpellingsAreNoWayAround() {
        get("/posted/hello");
        assertThat(get("/posted/hello")).isEqualTo(429);
        assertThat(get("/%70osted/hello")).isEqualTo(429);
        assertThat(get("/posted/hell%6F?x=/free")).isEqualTo(429);
        HttpResponse<String> post = server.post("/posted/body", "text/plain", "x".repeat(100_000));
        assertThat(post.statusCode()).isEqualTo(429);
        assertThat(calls("posted")).isEqualTo(1);
    }

    /** Whoever is refused need not have sent it. */
    @Test
    void answersBeforeThereIsABody() throws Exception {
        get("/posted/hello");
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            "POST /posted/body HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9999\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void nobodyHasToComeBackTwice() {
        get("/told/hello");
        HttpResponse<String> refused = server.get("/told/hello");
        Instant received = Instant.now();
        Duration wait = Duration.ofSeconds(
                Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()));
        Instant resetAt = Instant.parse(problem(refused).get("resetAt").asText());
        assertThat(received.plus(wait)).isAfterOrEqualTo(resetAt);
        assertThat(wait).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void tellsWhatIsLeftWhereAsked() {
        HttpResponse<String> passed = server.get("/said/hello");
        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(passed.headers().allValues("RateLimit-Policy"))
                .containsExactlyInAnyOrder("\"said\";q=1;w=3600", "\"said-too\";q=7;w=60");
        assertThat(passed.headers().allValues("RateLimit"))
                .hasSize(2)
                .anyMatch(value -> value.matches("\"said\";r=0;t=(3600|35[0-9]{2})"))
                .anyMatch(value -> value.matches("\"said-too\";r=6;t=[1-6]?[0-9]"));
        HttpResponse<String> refused = server.get("/said/hello");
        assertThat(refused.statusCode()).isEqualTo(429);
        String retryAfter = refused.headers().firstValue("Retry-After").orElseThrow();
        assertThat(refused.headers().allValues("RateLimit")).contains("\"said\";r=0;t=" + retryAfter);
        assertThat(refused.headers().allValues("RateLimit-Policy")).contains("\"said\";q=1;w=3600");
        assertThat(server.get("/free/hello").headers().firstValue("RateLimit")).isEmpty();
    }

    @Test
    void countsEachUserByItselfAndOnlyWhoIsIn() {
        assertThat(get("/secret/hello")).isEqualTo(401);
        assertThat(get("/secret/hello", "Authorization", basic("alice:wrong"))).isEqualTo(401);
        assertThat(get("/secret/hello", "Authorization", basic("alice:secret"))).isEqualTo(200);
        assertThat(get("/secret/hello", "Authorization", basic("alice:secret"))).isEqualTo(429);
        assertThat(get("/secret/hello", "Authorization", basic("bob:secret"))).isEqualTo(200);
        assertThat(get("/secret/hello")).isEqualTo(401);
    }

    @Test
    void believesNoForwardedHeaderUnlessToldTo() {
        assertThat(get("/by-ip/hello", "X-Forwarded-For", "203.0.113.7")).isEqualTo(200);
        assertThat(get("/by-ip/hello", "X-Forwarded-For", "203.0.113.8")).isEqualTo(429);
        assertThat(get("/by-ip/hello", "Forwarded", "for=203.0.113.9")).isEqualTo(429);
    }

    @Test
    void believesForwardedHeadersAsSpringBootDoes() {
        List<String> properties = new ArrayList<>(List.of("server.forward-headers-strategy=framework"));
        limit(properties, "by-ip", "type=requests-per-hour", "limit=1", "key=ip", "paths=/by-ip/**");
        try (ConfigurableApplicationContext other = start(properties.toArray(String[]::new))) {
            SuiteServer proxied = server(other);
            assertThat(proxied.get("/by-ip/hello", "X-Forwarded-For", "203.0.113.7")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(proxied.get("/by-ip/hello", "X-Forwarded-For", "203.0.113.7")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(proxied.get("/by-ip/hello", "X-Forwarded-For", "203.0.113.8")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void countsEachHeaderByItselfAndShowsItNowhere() {
        assertThat(get("/tenant/hello", "X-Tenant", "Planted-4711")).isEqualTo(200);
        HttpResponse<String> refused = server.get("/tenant/hello", "X-Tenant", "Planted-4711");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body() + refused.headers().map()).doesNotContain("Planted");
        assertThat(get("/tenant/hello", "X-Tenant", "other")).isEqualTo(200);
        assertThat(get("/tenant/hello")).isEqualTo(200);
        assertThat(get("/tenant/hello")).isEqualTo(429);
    }

    @Test
    void countsARefusalOnce() {
        // Nobody else puts: the count of errors does not know the limit.
        HttpRequest.Builder put = server.request("/metered/hello").PUT(HttpRequest.BodyPublishers.noBody());
        assertThat(get("/metered/hello")).isEqualTo(200);
        assertThat(server.send(put).statusCode()).isEqualTo(429);
        String metrics = server.get("/actuator/prometheus").body();
        assertThat(metrics)
                .contains("vault_rate_limit_decisions_total{limit=\"metered\",outcome=\"allowed\"} 1.0")
                .contains("vault_rate_limit_decisions_total{limit=\"metered\",outcome=\"rejected\"} 1.0");
        assertThat(metrics.lines())
                .filteredOn(line -> line.startsWith("vault_errors_total{") && line.contains("operation=\"PUT "))
                .singleElement()
                .asString()
                .contains("error_type=\"rate_limit\"")
                .endsWith(" 1.0");
    }

    @Test
    void pathsOfActuatorAreLikeAnyOther() {
        assertThat(get("/actuator/info")).isEqualTo(200);
        assertThat(get("/actuator/info")).isEqualTo(429);
    }

    @Test
    void anAsynchronousAnswerIsCountedOnce() {
        assertThat(get("/async/later")).isEqualTo(200);
        assertThat(get("/async/later")).isEqualTo(200);
        assertThat(get("/async/later")).isEqualTo(429);
    }

    @Test
    void answersAlsoWhereProblemsAreSwitchedOff() {
        List<String> properties = new ArrayList<>(List.of("vault.observability.problem.enabled=false"));
        limit(properties, "once", "type=requests-per-hour", "limit=1", "paths=/once/**");
        try (ConfigurableApplicationContext other = start(properties.toArray(String[]::new))) {
            server(other).get("/once/hello");
            HttpResponse<String> refused = server(other).get("/once/hello");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(isProblem(refused)).isFalse();
        }
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
