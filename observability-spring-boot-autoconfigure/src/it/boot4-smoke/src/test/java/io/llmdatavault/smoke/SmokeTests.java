package io.llmdatavault.smoke;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.resilience.retry.RetryExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class SmokeTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void runsOnSpringBoot4(CapturedOutput output) throws Exception {
        assertThat(SpringBootVersion.getVersion()).startsWith("4.");
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(SmokeApplication.class).run("--server.port=0")) {
            String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");

            // The first evaluation sees the counters before the first error.
            Awaitility.await()
                    .until(() -> get(base + "/actuator/alerts/rules").body().contains("\"state\":\"no-data\""));
            HttpResponse<String> missing = get(base + "/things/42");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(missing.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(missing.body())
                    .contains("\"type\":\"urn:vault:problem:not-found\"")
                    .contains("\"code\":\"NOT_FOUND\"")
                    .contains("\"resourceId\":\"42\"")
                    .contains("\"traceId\":\"");

            HttpResponse<String> broken = get(base + "/things/broken");
            assertThat(broken.statusCode()).isEqualTo(500);
            assertThat(broken.body()).contains("\"code\":\"INTERNAL\"").doesNotContain("Planted");

            Awaitility.await()
                    .until(() -> get(base + "/actuator/alerts/active").body().contains("\"state\":\"firing\""));
            assertThat(get(base + "/flaky").body()).isEqualTo("attempt 3");
            assertThat(get(base + "/limited").body()).isEqualTo("let through");
            HttpResponse<String> rejected = get(base + "/limited");
            assertThat(rejected.statusCode()).isEqualTo(429);
            assertThat(rejected.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(3500L, 3600L);
            assertThat(rejected.body())
                    .contains("\"type\":\"urn:vault:problem:rate-limit\"")
                    .contains("\"limitType\":\"requests-per-hour\"");

            assertThat(get(base + "/nowhere").statusCode()).isEqualTo(404);
            HttpResponse<String> unauthenticated = get(base + "/guarded");
            assertThat(unauthenticated.statusCode()).isEqualTo(401);
            assertThat(unauthenticated.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=\"Realm\"");
            assertThat(unauthenticated.body()).contains("\"code\":\"AUTHENTICATION\"");
            assertThat(get(base + "/things/1", "X-Refuse", "throw").body()).contains("\"code\":\"INTERNAL\"");
            assertThat(get(base + "/things/1", "X-Refuse", "send").body()).contains("\"code\":\"CONFLICT\"");
            HttpResponse<String> health = awaitStartup(base);
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .endsWith("\"status\":\"DEGRADED\"}")
                    .contains("\"memory\":{\"details\":{\"state\":\"HEALTHY\"")
                    .contains(
                            "\"search-index\":{\"details\":{\"state\":\"DEGRADED\",\"message\":\"It is being rebuilt.\"")
                    .contains("\"documents\":7");
            assertThat(get(base + "/actuator/health/liveness").body()).contains("\"status\":\"UP\"");
            assertThat(get(base + "/actuator/health/readiness").body()).contains("\"status\":\"DEGRADED\"");
            assertThat(get(base + "/livez").statusCode()).isEqualTo(200);
            assertThat(get(base + "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(base + "/actuator/prometheus").body())
                    .contains("vault_requests_total{method=\"GET\",path=\"/things/{id}\",status=\"404\"} 1.0")
                    .contains("vault_errors_total{error_type=\"internal\"")
                    .contains("vault_rate_limit_decisions_total{limit=\"once\",outcome=\"rejected\"} 1.0");
        }
        assertThat(output)
                .contains("\"service\":\"boot4-smoke\"")
                .contains("\"request_id\":\"")
                .contains("\"trace_id\":\"")
                .doesNotContain("Planted-4711");
    }

    @Test
    void clientsUnderstandProblemsAndSendIdsOn() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SmokeApplication.class)
                .run("--server.port=0", "--vault.observability.problem.client.enabled=true")) {
            String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
            MDC.put("requestId", "r-1");
            RestClient restClient =
                    context.getBean(RestClient.Builder.class).baseUrl(base).build();
            assertThatExceptionOfType(NotFoundError.class)
                    .isThrownBy(
                            () -> restClient.get().uri("/things/42").retrieve().toBodilessEntity())
                    .satisfies(error -> assertThat(error.resourceId()).isEqualTo("42"))
                    .satisfies(error -> assertThat(error.context().metadata()).containsEntry("peerRequestId", "r-1"));
            RestTemplate restTemplate =
                    context.getBean(RestTemplateBuilder.class).rootUri(base).build();
            assertThatExceptionOfType(NotFoundError.class)
                    .isThrownBy(() -> restTemplate.getForObject("/things/43", String.class))
                    .satisfies(error -> assertThat(error.resourceId()).isEqualTo("43"))
                    .satisfies(error -> assertThat(error.context().metadata()).containsEntry("peerRequestId", "r-1"));
            AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
            assertThat(executor.submitCompletable(() -> MDC.get("requestId")).join())
                    .isEqualTo("r-1");
        } finally {
            MDC.remove("requestId");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST,1", "GET,3"})
    void sendsNothingTwiceThatMayHaveHadItsEffect(HttpMethod method, int times) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        HttpServer peer = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        peer.createContext("/", exchange -> {
            sent.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        peer.start();
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(SmokeApplication.class).run("--server.port=0")) {
            RetryExecutor retries = context.getBean(RetryExecutor.class);
            String uri = "http://localhost:" + peer.getAddress().getPort() + "/";
            RestClient restClient = context.getBean(RestClient.Builder.class).build();
            assertThatExceptionOfType(HttpServerErrorException.class)
                    .isThrownBy(() -> retries.execute(
                            "default",
                            () -> restClient.method(method).uri(uri).retrieve().toBodilessEntity()));
            assertThat(sent).as("by RestClient").hasValue(times);
            RestTemplate restTemplate =
                    context.getBean(RestTemplateBuilder.class).build();
            assertThatExceptionOfType(HttpServerErrorException.class)
                    .isThrownBy(() ->
                            retries.execute("default", () -> restTemplate.exchange(uri, method, null, Void.class)));
            assertThat(sent).as("by RestTemplate").hasValue(2 * times);
        } finally {
            peer.stop(0);
        }
    }

    private HttpResponse<String> awaitStartup(String base) throws Exception {
        Awaitility.await().until(() -> get(base + "/startupz").statusCode() == 200);
        return get(base + "/actuator/health");
    }

    private HttpResponse<String> get(String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10));
        return client.send((headers.length > 0 ? request.headers(headers) : request).build(), BodyHandlers.ofString());
    }
}
