package io.llmdatavault.observability.web.reactive;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.resilience.ratelimit.RateLimitAutoConfiguration;
import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import io.llmdatavault.observability.web.ProblemCustomizer;
import io.llmdatavault.observability.web.SuiteServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.reactive.WebFluxObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractSingleValueEncoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.util.MimeType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static io.llmdatavault.observability.web.SuiteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ReactiveProblemTests {

    private final ReactiveWebApplicationContextRunner runner =
            ReactiveServer.runner().withUserConfiguration(ReactiveEndpoints.class, ReactiveEndpoints.Routes.class);

    @Test
    void answersFunctionalRoutes(CapturedOutput output) {
        ReactiveServer.run(runner, server -> {
            assertThat(problem(server.get("/route/7")).get("resourceId").asText())
                    .isEqualTo("7");
            assertThat(output.getAll()).contains("GET /route/{id} failed with NOT_FOUND");
            assertThat(server.get("/route-throws").statusCode()).isEqualTo(500);
            assertThat(problem(server.post("/route", "application/json", "\"s3cret\""))
                            .get("code")
                            .asText())
                    .isEqualTo("BAD_REQUEST");
            assertThat(server.post("/route", "image/png", "1").statusCode()).isEqualTo(415);
        });
    }

    @Test
    void answersBodyThatIsTooLarge() {
        ReactiveServer.run(runner.withPropertyValues("spring.codec.max-in-memory-size=10B"), server -> {
            HttpResponse<String> response = server.post("/body", "text/plain", "x".repeat(100));
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(problem(response).get("code").asText()).isEqualTo("CONTENT_TOO_LARGE");
        });
    }

    @Test
    void answersUploadThatIsTooLarge() {
        ReactiveServer.run(
                runner.withPropertyValues(
                        "spring.webflux.multipart.max-disk-usage-per-part=10B",
                        "spring.webflux.multipart.max-in-memory-size=5B"),
                server -> {
                    HttpResponse<String> response = server.post(
                            "/upload", "multipart/form-data; boundary=b", """
                    --b\r
                    Content-Disposition: form-data; name="file"; filename="a.txt"\r
                    \r
                    %s\r
                    --b--\r
                    """.formatted("x".repeat(1_000_000)));
                    assertThat(response.statusCode()).isEqualTo(413);
                    assertThat(problem(response).get("code").asText()).isEqualTo("CONTENT_TOO_LARGE");
                });
    }

    @Test
    void answersBrokenUploadAsTheCallersFault() {
        ReactiveServer.run(runner, server -> {
            String start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nxx";
            for (String broken : List.of(start, "--b\r\nContent-Disp", "no boundary")) {
                HttpResponse<String> response = server.post("/upload", "multipart/form-data; boundary=b", broken);
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(problem(response).get("code").asText()).isEqualTo("BAD_REQUEST");
            }
        });
    }

    @Test
    void takesBackWhatTheHandlerSaidOfItsBody() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/half");
            problem(response);
            assertThat(response.headers().map())
                    .containsKeys("vary", "x-request-id")
                    .doesNotContainKeys("content-encoding", "etag");
        });
    }

    @Test
    void answersHeadWithoutBody() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response =
                    server.send(server.request("/limited").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.body()).isEmpty();
        });
    }

    @Test
    void answersAsXmlWhereThatIsAskedForAndPossible() {
        ReactiveServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/limited", "Accept", "application/problem+xml");
            assertThat(SuiteServer.isProblem(response)).isTrue();
        });
        ReactiveServer.run(runner.withUserConfiguration(XmlCodec.class), server -> {
            HttpResponse<String> response = server.get("/limited", "Accept", "application/problem+xml");
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+xml");
            assertThat(response.body()).isEqualTo("<problem>429</problem>");
            String either = "application/problem+xml;q=0.5, application/problem+json";
            assertThat(SuiteServer.isProblem(server.get("/limited", "Accept", either)))
                    .isTrue();
            assertThat(SuiteServer.isProblem(server.get("/limited"))).isTrue();
        });
    }

    @Test
    void sendsPlainMembersWhenACustomizerAddsWhatNoCodecCanWrite(CapturedOutput output) {
        ReactiveServer.run(runner.withUserConfiguration(Unwritable.class), server -> {
            HttpResponse<String> response = server.get("/limited");
            assertThat(problem(response).has("unwritable")).isFalse();
            assertThat(response.statusCode()).isEqualTo(429);
        });
        assertThat(output).contains("only its plain members are sent");
    }

    @Test
    void answersWhatARateLimitRefuses() {
        ReactiveServer.run(
                runner.withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                        .withPropertyValues(
                                "vault.observability.rate-limit.limits.once.type=requests-per-hour",
                                "vault.observability.rate-limit.limits.once.limit=1")
                        .withBean(SimpleMeterRegistry.class)
                        .withUserConfiguration(Limited.class),
                server -> {
                    assertThat(server.get("/once").body()).isEqualTo("ok");
                    HttpResponse<String> response = server.get("/once");
                    assertThat(response.statusCode()).isEqualTo(429);
                    assertThat(problem(response).get("code").asText()).isEqualTo("RATE_LIMIT_REQUESTS_PER_HOUR");
                    assertThat(response.headers().firstValue("Retry-After")).isPresent();
                });
    }

    @Test
    void reportsOnceUnderMethodAndTemplate(CapturedOutput output) {
        ReactiveServer.run(runner, server -> {
            server.get("/foreign", "X-Request-Id", "r-once");
            assertThat(output.getAll().lines().filter(line -> line.contains("GET /foreign failed with")))
                    .hasSize(1);
            server.get("/nowhere/secret-name");
            server.send(server.request("/limited").method("BREW", HttpRequest.BodyPublishers.noBody()));
            assertThat(output.getAll())
                    .contains("GET UNKNOWN failed with NOT_FOUND")
                    .doesNotContain("BREW");
        });
    }

    @Test
    void marksObservationOfRequest() {
        ReactiveServer.run(
                runner.withBean(SimpleMeterRegistry.class)
                        .withConfiguration(AutoConfigurations.of(
                                MetricsAutoConfiguration.class,
                                ObservationAutoConfiguration.class,
                                WebFluxObservationAutoConfiguration.class)),
                server -> {
                    server.get("/foreign");
                    server.get("/datasets/gone");
                    MeterRegistry registry = server.context().getBean(MeterRegistry.class);
                    await().untilAsserted(() -> {
                        assertThat(registry.find("http.server.requests")
                                        .tags("status", "500", "exception", "IllegalStateException")
                                        .timer())
                                .isNotNull();
                        assertThat(registry.find("http.server.requests")
                                        .tags("status", "404", "exception", "NotFoundError")
                                        .timer())
                                .isNotNull();
                    });
                });
    }

    @RestController
    static class Limited {

        @GetMapping("/once")
        @VaultRateLimit("once")
        public Mono<String> once() {
            return Mono.just("ok");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unwritable {

        @Bean
        ProblemCustomizer customizer() {
            return (body, headers, error) -> body.setProperty("unwritable", new Object());
        }
    }

    /** The least of an XML codec: which one an application has is its own choice. */
    @Configuration(proxyBeanMethods = false)
    static class XmlCodec {

        @Bean
        CodecCustomizer xml() {
            return configurer -> configurer.customCodecs().register(new XmlEncoder());
        }
    }

    private static final class XmlEncoder extends AbstractSingleValueEncoder<ProblemDetail> {

        XmlEncoder() {
            super(MediaType.APPLICATION_PROBLEM_XML);
        }

        @Override
        public boolean canEncode(ResolvableType type, MimeType mimeType) {
            return type.toClass() == ProblemDetail.class && super.canEncode(type, mimeType);
        }

        @Override
        protected Flux<DataBuffer> encode(
                ProblemDetail body,
                DataBufferFactory buffers,
                ResolvableType type,
                MimeType mimeType,
                Map<String, Object> hints) {
            String xml = "<problem>" + body.getStatus() + "</problem>";
            return Flux.fromIterable(List.of(buffers.wrap(xml.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
