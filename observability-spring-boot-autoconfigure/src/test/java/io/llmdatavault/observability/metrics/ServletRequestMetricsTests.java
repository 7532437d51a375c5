package io.llmdatavault.observability.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.Search;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

class ServletRequestMetricsTests {

    private final HttpClient client = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    private MeterRegistry registry;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .properties(Map.of(
                        "server.port", "0",
                        "vault.observability.health.enabled", "false",
                        "vault.observability.metrics.http.exclude-paths", "/actuator/**,/excluded/{id}"))
                .run();
        registry = context.getBean(MeterRegistry.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void recordsRequestUnderItsTemplate() throws Exception {
        assertThat(get("/records/1")).isEqualTo(200);
        assertThat(get("/records/2")).isEqualTo(200);

        awaitCount("GET", "/records/{id}", "200", 2);
        assertThat(registry.get("vault.request.duration")
                        .tags("method", "GET", "path", "/records/{id}")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(active("GET", "/records/{id}")).isZero();
    }

    @Test
    void recordsUnknownPathWithoutShowingIt() throws Exception {
        assertThat(get("/nothing/here")).isEqualTo(404);

        awaitCount("GET", "UNKNOWN", "404", 1);
        assertThat(registry.find("vault.requests").counters()).hasSize(1);
    }

    @Test
    void recordsUncaughtExceptionAsServerError() throws Exception {
        assertThat(get("/failing")).isEqualTo(500);

        awaitCount("GET", "/failing", "500", 1);
        assertThat(registry.find("vault.requests").counters()).hasSize(1);
        assertThat(active("GET", "/failing")).isZero();
        assertThat(registry.find("vault.active.requests").gauges()).hasSize(1);
    }

    @Test
    void recordsErrorThatTheHandlerSends() throws Exception {
        assertThat(get("/gone")).isEqualTo(410);

        awaitCount("GET", "/gone", "410", 1);
    }

    @Test
    void recordsMadeUpMethodAsUnknown() throws Exception {
        send(HttpRequest.newBuilder().method("BREW", HttpRequest.BodyPublishers.noBody()), "/records/1");

        Awaitility.await()
                .untilAsserted(() -> assertThat(registry.find("vault.requests")
                                .tag("method", "UNKNOWN")
                                .counters())
                        .hasSize(1));
    }

    @Test
    void recordsNothingForExcludedPaths() throws Exception {
        assertThat(get("/actuator/health")).isEqualTo(200);
        assertThat(get("/excluded/1")).isEqualTo(200);
        assertThat(get("/records/1")).isEqualTo(200);

        awaitCount("GET", "/records/{id}", "200", 1);
        assertThat(registry.find("vault.requests").counters()).hasSize(1);
        assertThat(registry.find("vault.active.requests").gauges()).hasSize(1);
    }

    @Test
    void keepsAsyncRequestActiveUntilItCompletes() throws Exception {
        CompletableFuture<Integer> answer = getAsync("/async");
        Application application = context.getBean(Application.class);
        application.deferred.await();

        assertThat(active("GET", "/async")).isEqualTo(1);
        assertThat(search("GET", "/async", "200").counter()).isNull();
        application.result.setResult("done");

        assertThat(answer.get()).isEqualTo(200);
        awaitCount("GET", "/async", "200", 1);
        assertThat(active("GET", "/async")).isZero();
    }

    @Test
    void countsAsyncFailureOnceAndIsActiveNoMore() throws Exception {
        CompletableFuture<Integer> answer = getAsync("/async");
        Application application = context.getBean(Application.class);
        application.deferred.await();
        application.result.setErrorResult(new IllegalStateException("late"));

        assertThat(answer.get()).isEqualTo(500);
        awaitCount("GET", "/async", "500", 1);
        assertThat(active("GET", "/async")).isZero();
    }

    @Test
    void countsRequestThatAnInterceptorEndsAsActiveMeanwhile() throws Exception {
        assertThat(get("/refused")).isEqualTo(403);

        awaitCount("GET", "/refused", "403", 1);
        assertThat(active("GET", "/refused")).isZero();
    }

    @Test
    void takesNoRequestForActiveThatAFilterAnswers() throws Exception {
        assertThat(get("/filtered")).isEqualTo(401);

        awaitCount("GET", "UNKNOWN", "401", 1);
        assertThat(registry.find("vault.active.requests").gauges()).isEmpty();
    }

    private int get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(), path);
    }

    private int send(HttpRequest.Builder request, String path) throws IOException, InterruptedException {
        return client.send(request.uri(uri(path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private CompletableFuture<Integer> getAsync(String path) {
        return client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** The request is recorded after its answer has left. */
    private void awaitCount(String method, String path, String status, int count) {
        Awaitility.await().untilAsserted(() -> {
            assertThat(registry.find("vault.requests").counters())
                    .extracting(counter -> counter.getId().getTags())
                    .contains(List.of(Tag.of("method", method), Tag.of("path", path), Tag.of("status", status)));
            assertThat(search(method, path, status).counter().count()).isEqualTo(count);
        });
    }

    private Search search(String method, String path, String status) {
        return registry.find("vault.requests").tags("method", method, "path", path, "status", status);
    }

    private double active(String method, String path) {
        return registry.get("vault.active.requests")
                .tags("method", method, "path", path)
                .gauge()
                .value();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                SecurityAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class
            })
    @Import({RefusingInterceptor.class, AnsweringFilter.class})
    @RestController
    static class Application {

        private final CountDownLatch deferred = new CountDownLatch(1);

        private final DeferredResult<String> result = new DeferredResult<>();

        @GetMapping("/records/{id}")
        String record(@PathVariable String id) {
            return id;
        }

        @GetMapping("/excluded/{id}")
        String excluded(@PathVariable String id) {
            return id;
        }

        @GetMapping("/failing")
        String fail() {
            throw new IllegalStateException("on purpose");
        }

        @GetMapping("/gone")
        void gone(HttpServletResponse response) throws IOException {
            response.sendError(HttpServletResponse.SC_GONE);
        }

        @GetMapping("/refused")
        String refused() {
            return "never";
        }

        @GetMapping("/async")
        DeferredResult<String> async() {
            deferred.countDown();
            return result;
        }
    }

    static class RefusingInterceptor implements WebMvcConfigurer {

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(new HandlerInterceptor() {
                        @Override
                        public boolean preHandle(
                                HttpServletRequest request, HttpServletResponse response, Object handler)
                                throws IOException {
                            response.sendError(HttpServletResponse.SC_FORBIDDEN);
                            return false;
                        }
                    })
                    .addPathPatterns("/refused");
        }
    }

    static class AnsweringFilter extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
                throws IOException, ServletException {
            if (request.getRequestURI().equals("/filtered")) {
                response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            } else {
                filterChain.doFilter(request, response);
            }
        }
    }
}
