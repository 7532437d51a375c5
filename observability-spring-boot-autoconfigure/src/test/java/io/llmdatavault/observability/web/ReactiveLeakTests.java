package io.llmdatavault.observability.web;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.web.reactive.ReactiveServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.boot.web.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever fails with whatever message in WebFlux: nothing of it gets out, over real HTTP. */
class ReactiveLeakTests {

    private static final Pattern MEMBER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private static AnnotationConfigReactiveWebServerApplicationContext context;

    private static SuiteServer server;

    @BeforeContainer
    static void start() {
        context = ReactiveServer.start(Failing.class, FailingFilter.class);
        server = new SuiteServer(context.getWebServer().getPort(), context);
    }

    @AfterContainer
    static void stop() {
        context.close();
    }

    @Property(tries = 300)
    void answersValidProblemWithoutAnySecret(
            @ForAll("failures") Throwable failure,
            @ForAll("paths") String path,
            @ForAll("headerValues") String header) {
        context.getBean(Failing.class).next.set(failure);
        HttpResponse<String> response = server.get(path, "X-Request-Id", header, "Accept-Language", "de;q=0.5");
        String all = response.body() + response.headers().map();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(all).doesNotContain("s3cret", "SELECT ", "/etc/", "Exception", "java.", "io.llmdatavault");
        JsonNode body = SuiteServer.json(response.body());
        assertThat(body.get("status").asInt()).isEqualTo(response.statusCode()).isBetween(400, 599);
        assertThat(URI.create(body.get("type").asText()).isAbsolute()).isTrue();
        assertThat(URI.create(body.get("instance").asText())).isNotNull();
        body.fieldNames().forEachRemaining(name -> {
            assertThat(name).matches(MEMBER);
            assertThat(body.get(name).asText().chars()).noneMatch(Character::isISOControl);
        });
        response.headers()
                .map()
                .forEach((name, values) ->
                        values.forEach(value -> assertThat(value.chars()).noneMatch(Character::isISOControl)));
    }

    @Provide
    Arbitrary<Throwable> failures() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of(ErrorKind.class),
                        Arbitraries.strings().all().ofMaxLength(30),
                        Arbitraries.of(HttpStatus.values()).filter(HttpStatus::isError))
                .as((type, kind, noise, status) -> failure(type, kind, noise + secret() + noise, status));
    }

    private static String secret() {
        return "s3cret SELECT * FROM t; /etc/passwd java.lang.Exception";
    }

    private static Throwable failure(int type, ErrorKind kind, String message, HttpStatusCode status) {
        return switch (type) {
            case 0, 1, 2 -> ProblemFixture.error(kind, message, new IllegalStateException(message));
            case 3 -> new ResponseStatusException(status, message, new IllegalStateException(message));
            case 4 -> new CompletionException(message, new SQLException(message, "42000"));
            case 5 -> withHeaders(status, message);
            case 6 -> new DataIntegrityViolationException(message, new SQLException(message, "23505"));
            case 7 -> new AssertionError(message);
            default -> new IllegalArgumentException(message, new SQLException(message));
        };
    }

    private static Throwable withHeaders(HttpStatusCode status, String message) {
        ProblemDetail own = ProblemDetail.forStatusAndDetail(status, message);
        own.setProperty("secret", message);
        ErrorResponseException exception = new ErrorResponseException(status, own, null);
        exception.getHeaders().add("X-Broken", "a\r\nSet-Cookie: b");
        return exception;
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.strings()
                .all()
                .ofMaxLength(20)
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
        return Combinators.combine(Arbitraries.of("/thrown", "/signalled", "/filter"), segment)
                .as((start, end) -> start + "/" + (end.isEmpty() || end.startsWith(".") ? "x" : end));
    }

    @Provide
    Arbitrary<String> headerValues() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(150);
    }

    @RestController
    static class Failing {

        private final AtomicReference<Throwable> next = new AtomicReference<>();

        @GetMapping("/thrown/{name}")
        String thrown(ServerWebExchange exchange) throws Throwable {
            throw next.get();
        }

        @GetMapping("/signalled/{name}")
        Mono<String> signalled(ServerWebExchange exchange) {
            return Mono.error(next.get());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingFilter {

        @Bean
        WebFilter filter(Failing failing) {
            return (exchange, chain) -> exchange.getRequest().getPath().value().startsWith("/filter")
                    ? Mono.error(failing.next.get())
                    : chain.filter(exchange);
        }
    }
}
