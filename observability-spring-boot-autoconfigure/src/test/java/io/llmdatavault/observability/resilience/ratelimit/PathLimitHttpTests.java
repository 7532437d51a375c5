package io.llmdatavault.observability.resilience.ratelimit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.web.SuiteServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of paths over HTTP in a real Tomcat, without Spring Security, whose firewall rejects most odd paths. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathLimitHttpTests {

    private ConfigurableApplicationContext context;

    private SuiteServer server;

    @BeforeAll
    void start() {
        List<String> properties = new ArrayList<>();
        PathLimitSuite.limit(
                properties,
                "plans",
                "type=requests-per-hour",
                "limit=1",
                "key=header:X-Plan",
                "overrides.gold=3",
                "exempt=operator",
                "paths=/plans/**");
        PathLimitSuite.limit(properties, "bytes", "type=bytes-per-second", "limit=100000", "paths=/bytes/**");
        PathLimitSuite.limit(
                properties, "a-wide", "type=requests-per-hour", "limit=5", "headers=true", "paths=/several/**");
        PathLimitSuite.limit(
                properties, "b-narrow", "type=requests-per-hour", "limit=1", "headers=true", "paths=/several/**");
        context = start(properties);
        server = PathLimitSuite.server(context);
    }

    private static ConfigurableApplicationContext start(List<String> properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0")
                .properties(properties.toArray(String[]::new))
                .run();
    }

    @AfterAll
    void stop() {
        context.close();
    }

    private int get(String path, String... headers) {
        return server.get(path, headers).statusCode();
    }

    @Test
    void otherNumbersForSomeAndNoneForOthers() {
        for (int call = 0; call < 3; call++) {
            assertThat(get("/plans/hello", "X-Plan", "gold")).isEqualTo(200);
            assertThat(get("/plans/hello", "X-Plan", "operator")).isEqualTo(200);
        }
        assertThat(get("/plans/hello", "X-Plan", "gold")).isEqualTo(429);
        assertThat(get("/plans/hello", "X-Plan", "operator")).isEqualTo(200);
        assertThat(get("/plans/hello", "X-Plan", "silver")).isEqualTo(200);
        assertThat(get("/plans/hello", "X-Plan", "silver")).isEqualTo(429);
    }

    @Test
    void aBodyWeighsWhatItAnnounces() {
        HttpResponse<String> heavy = server.post("/bytes/body", "text/plain", "x".repeat(100_001));
        assertThat(heavy.statusCode()).isEqualTo(400);
        assertThat(server.post("/bytes/body", "text/plain", "x".repeat(100_000)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLimitTellsAndCountsWhatItGaveOnlyWhenAllGive() {
        assertThat(server.get("/several/hello").headers().allValues("RateLimit"))
                .anyMatch(field -> field.startsWith("\"a-wide\";r=4;"))
                .anyMatch(field -> field.startsWith("\"b-narrow\";r=0;"));
        for (int call = 0; call < 7; call++) {
            HttpResponse<String> refused = server.get("/several/hello");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(SuiteServer.problem(refused).get("limit").asInt()).isEqualTo(1);
            assertThat(refused.headers().allValues("RateLimit"))
                    .anyMatch(field -> field.startsWith("\"a-wide\";r=4;"))
                    .anyMatch(field -> field.startsWith("\"b-narrow\";r=0;"));
        }
        assertThat(decisions("a-wide", "allowed")).isEqualTo(1);
        assertThat(decisions("b-narrow", "allowed")).isEqualTo(1);
        assertThat(decisions("b-narrow", "rejected")).isEqualTo(7);
        assertThat(decisions("a-wide", "rejected")).isZero();
    }

    private double decisions(String limit, String outcome) {
        Counter counter = context.getBean(MeterRegistry.class)
                .find("vault.rate.limit.decisions")
                .tags("limit", limit, "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** With either matcher of Spring MVC: each of them is the way to a handler or servlet, or a 429, and never a 200. */
    @ParameterizedTest
    @ValueSource(strings = {"path_pattern_parser", "ant_path_matcher"})
    void noSpellingIsAWayAround(String matcher) throws IOException {
        List<String> properties = new ArrayList<>(List.of("spring.mvc.pathmatch.matching-strategy=" + matcher));
        PathLimitSuite.limit(properties, "once", "type=requests-per-hour", "limit=1", "paths=/once/hello,/servlet/**");
        try (ConfigurableApplicationContext other = start(properties)) {
            SuiteServer asked = PathLimitSuite.server(other);
            assertThat(asked.get("/once/hello").statusCode()).isEqualTo(200);
            for (String path : List.of(
                    "/once/hello",
                    "//once/hello",
                    "/once//hello",
                    "/./once/hello",
                    "/once/./hello",
                    "/free/../once/hello",
                    "/free/..;a=b/once/hello",
                    "/free/%2e%2e/once/hello",
                    "/%6Fnce/hello",
                    "/once;a=b/hello;c=d",
                    "/once/hello/",
                    "/Once/HELLO",
                    "/servlet/a",
                    "//servlet/a",
                    "/./servlet/a",
                    "/free/../servlet/a",
                    "/servlet/%2541")) {
                assertThat(status(asked.port(), path)).as(path).isEqualTo(429);
            }
            assertThat(asked.get("/free/hello").statusCode()).isEqualTo(200);
        }
    }

    /** As no client of the JDK would send it. */
    private static int status(int port, String path) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(60_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(answer.readLine().split(" ", 3)[1]);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class
            })
    @Import(PathLimitEndpoints.class)
    static class Application {

        @Bean
        ServletRegistrationBean<HttpServlet> anotherServlet() {
            return new ServletRegistrationBean<>(new AnotherServlet(), "/servlet/*");
        }
    }

    @SuppressWarnings("serial")
    static final class AnotherServlet extends HttpServlet {

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }
}
