package io.llmdatavault.observability.resilience.ratelimit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Annotated methods on Spring WebFlux, which find their request in Reactor's context. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveCallLimitTests {

    private ConfigurableApplicationContext context;

    private SuiteServer server;

    @BeforeAll
    void start() {
        List<String> properties = new ArrayList<>();
        PathLimitSuite.limit(properties, "by-user", "type=requests-per-hour", "limit=1", "key=principal");
        PathLimitSuite.limit(
                properties, "by-header", "type=requests-per-hour", "limit=1", "key=header:X-Tenant", "headers=true");
        PathLimitSuite.limit(properties, "by-ip", "type=requests-per-hour", "limit=1", "key=ip");
        PathLimitSuite.limit(properties, "bytes", "type=bytes-per-second", "limit=1000000", "headers=true");
        PathLimitSuite.limit(properties, "by-area", "type=requests-per-hour", "limit=1", "key=spel:#area");
        context = start(properties, ReactivePathLimitTests.Application.class, Limited.class);
        server = PathLimitSuite.server(context);
    }

    private static ConfigurableApplicationContext start(List<String> properties, Class<?>... sources) {
        return new SpringApplicationBuilder(sources)
                .web(WebApplicationType.REACTIVE)
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
    void countsEachUserByItself() {
        String alice = PathLimitSuite.basic("alice:secret");
        assertThat(get("/user", "Authorization", alice)).isEqualTo(200);
        assertThat(get("/user", "Authorization", alice)).isEqualTo(429);
        assertThat(get("/user", "Authorization", PathLimitSuite.basic("bob:secret")))
                .isEqualTo(200);
        assertThat(get("/user")).isEqualTo(200);
        assertThat(get("/user")).isEqualTo(429);
    }

    @Test
    void countsEachHeaderByItselfAndTellsWhatIsLeft() {
        HttpResponse<String> passed = server.get("/tenant", "X-Tenant", "a");
        assertThat(passed.body()).isEqualTo("onetwo");
        assertThat(passed.headers().firstValue("RateLimit-Policy")).contains("\"by-header\";q=1;w=3600");
        HttpResponse<String> refused = server.get("/tenant", "X-Tenant", "a");
        assertThat(refused.statusCode()).isEqualTo(429);
        String retryAfter = refused.headers().firstValue("Retry-After").orElseThrow();
        assertThat(refused.headers().firstValue("RateLimit")).contains("\"by-header\";r=0;t=" + retryAfter);
        assertThat(get("/tenant", "X-Tenant", "b")).isEqualTo(200);
    }

    @Test
    void countsEachAddressByItself() {
        assertThat(get("/ip", "X-Forwarded-For", "203.0.113.7")).isEqualTo(200);
        assertThat(get("/ip", "X-Forwarded-For", "203.0.113.8")).isEqualTo(429);
    }

    @Test
    void countsByExpressionsAlsoForWhatIsNoPublisher() {
        assertThat(get("/plain/a")).isEqualTo(200);
        assertThat(get("/plain/a")).isEqualTo(429);
        assertThat(get("/mono/a")).isEqualTo(429);
        assertThat(get("/mono/b")).isEqualTo(200);
    }

    /** Outside of a request nobody is known; each subscription is a call. */
    @Test
    void asksWhenSubscribed() {
        Mono<String> mono = context.getBean(Limited.class).mono("outside");
        assertThat(mono.block()).isEqualTo("outside");
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(mono::block);
    }

    @Test
    void weighsTheRequestWhereTheMethodDoesNotSayHowManyBytes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/upload"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1000]))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("RateLimit"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("\"bytes\";r=999000;"));
    }

    @ParameterizedTest
    @CsvSource({
        "type=requests-per-hour, key=principal, the key of the rate limit \"some\"",
        "type=bytes-per-second, key=none, the weight of the rate limit \"some\""
    })
    void endsStartUpWhereAMethodCannotKnowItsRequest(String type, String key, String message) {
        List<String> properties = new ArrayList<>();
        PathLimitSuite.limit(properties, "some", type, "limit=1", key);
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start(properties, ReactivePathLimitTests.Application.class, Plain.class)
                        .close())
                .havingRootCause()
                .withMessageContaining(message)
                .withMessageContaining("only a method knows that returns a Mono or Flux");
    }

    @RestController
    static class Limited {

        @GetMapping("/user")
        @VaultRateLimit("by-user")
        Mono<String> user() {
            return Mono.just("user");
        }

        @GetMapping("/tenant")
        @VaultRateLimit("by-header")
        Flux<String> tenant() {
            return Flux.just("one", "two");
        }

        @PostMapping("/upload")
        @VaultRateLimit("bytes")
        Mono<String> upload() {
            return Mono.just("upload");
        }

        @GetMapping("/ip")
        @VaultRateLimit("by-ip")
        Mono<String> ip() {
            return Mono.just("ip");
        }

        @GetMapping("/plain/{area}")
        @VaultRateLimit("by-area")
        String plain(@PathVariable("area") String area) {
            return area;
        }

        @GetMapping("/mono/{area}")
        @VaultRateLimit("by-area")
        Mono<String> mono(@PathVariable("area") String area) {
            return Mono.just(area);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(PlainController.class)
    static class Plain {}

    @RestController
    static class PlainController {

        @GetMapping("/plain")
        @VaultRateLimit("some")
        String plain() {
            return "plain";
        }
    }
}
