package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real Redis behind Spring WebFlux: nobody waits for it on an event loop, of which there is one only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveStoreTests {

    private static final String LOOP = "one-event-loop";

    private static final String ON_LOOP = "on the event loop";

    private static final String ELSEWHERE = "elsewhere";

    private TestRedis redis;

    private ConfigurableApplicationContext context;

    private SuiteServer server;

    @BeforeAll
    void start() throws IOException {
        redis = new TestRedis();
        List<String> properties = new ArrayList<>(List.of(
                "vault.observability.rate-limit.store=redis",
                "vault.observability.rate-limit.store-timeout=30s",
                "vault.observability.rate-limit.on-store-failure=allow",
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + redis.port(),
                "spring.data.redis.password=" + TestRedis.PASSWORD));
        for (String kind : List.of("path", "mono", "flux")) {
            String paths = kind.equals("path") ? "paths=/shared/path" : "key=none";
            PathLimitSuite.limit(
                    properties, "begun-" + kind, "type=concurrent-requests", "limit=9", "store=local", paths);
            PathLimitSuite.limit(properties, "shared-" + kind, "type=requests-per-hour", "limit=999", paths);
        }
        PathLimitSuite.limit(
                properties, "local", "type=requests-per-hour", "limit=999", "store=local", "paths=/local/path");
        PathLimitSuite.limit(
                properties, "local-held", "type=concurrent-requests", "limit=9", "store=local", "paths=/local/path");
        PathLimitSuite.limit(properties, "told", "type=requests-per-hour", "limit=1", "headers=true", "paths=/told");
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties("server.port=0")
                .properties(properties.toArray(String[]::new))
                .run();
        server = PathLimitSuite.server(context);
        String key = UUID.randomUUID().toString();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            context.getBean(RateLimits.class).acquire("shared-path", key, 1);
            return context.getBean(StringRedisTemplate.class).hasKey("vault:rate-limit:shared-path:" + key);
        });
    }

    @AfterAll
    void stop() throws IOException {
        context.close();
        redis.close();
    }

    private void awaitBegun(String kind, long expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> begun(kind) == expected);
    }

    private long begun(String kind) {
        try (RateLimitDecision probe = context.getBean(RateLimits.class).acquire("begun-" + kind, null, 1)) {
            return probe.current() - 1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "mono", "flux"})
    void theEventLoopAnswersOthersWhileOneWaits(String kind) throws Exception {
        CompletableFuture<HttpResponse<String>> limited;
        redis.freeze();
        try {
            limited = CompletableFuture.supplyAsync(() -> server.get("/shared/" + kind));
            awaitBegun(kind, 1);
            assertThat(server.get("/free").body()).isEqualTo(ON_LOOP);
            assertThat(begun(kind)).isEqualTo(1);
        } finally {
            redis.thaw();
        }
        assertThat(limited.join().statusCode()).isEqualTo(200);
        assertThat(limited.join().body()).isEqualTo(ELSEWHERE);
        awaitBegun(kind, 0);
    }

    @Test
    void whatIsDecidedHereStaysOnTheEventLoop() {
        assertThat(server.get("/local/path").body()).isEqualTo(ON_LOOP);
        assertThat(server.get("/local/mono").body()).isEqualTo(ON_LOOP);
    }

    @Test
    void aReaderThatHasGoneHoldsNothing() throws Exception {
        redis.freeze();
        try {
            try (Socket socket = new Socket("localhost", server.port())) {
                socket.setSoLinger(true, 0);
                String request = "GET /shared/path HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                awaitBegun("path", 1);
            }
            // The one event loop has seen it go, too.
            server.get("/free");
        } finally {
            redis.thaw();
        }
        awaitBegun("path", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mono", "flux"})
    void aSubscriberThatHasGoneHoldsNothing(String kind) throws Exception {
        Endpoints endpoints = context.getBean(Endpoints.class);
        redis.freeze();
        try {
            Disposable subscriber = Flux.from(kind.equals("mono") ? endpoints.mono() : endpoints.flux())
                    .subscribe();
            awaitBegun(kind, 1);
            subscriber.dispose();
        } finally {
            redis.thaw();
        }
        awaitBegun(kind, 0);
    }

    @Test
    void whatIsToldAndRefusedIsTheSame() {
        HttpResponse<String> passed = server.get("/told");
        assertThat(passed.body()).isEqualTo(ELSEWHERE);
        assertThat(passed.headers().firstValue("RateLimit-Policy")).contains("\"told\";q=1;w=3600");
        HttpResponse<String> refused = server.get("/told");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(SuiteServer.problem(refused).get("code").asText()).isEqualTo("RATE_LIMIT_REQUESTS_PER_HOUR");
        String retryAfter = refused.headers().firstValue("Retry-After").orElseThrow();
        assertThat(refused.headers().firstValue("RateLimit")).contains("\"told\";r=0;t=" + retryAfter);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({OwnNetty.class, RedisAutoConfiguration.class, Endpoints.class})
    static class Application {

        /** Looks for no session, which would go on on another thread. */
        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity security) {
            return security.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                    .requestCache(cache -> cache.disable())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        @Bean
        static BeanPostProcessor oneEventLoop() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessBeforeInitialization(Object bean, String beanName) {
                    if (bean instanceof ReactorResourceFactory resources) {
                        resources.setLoopResourcesSupplier(() -> LoopResources.create(LOOP, 1, true));
                    }
                    return bean;
                }
            };
        }
    }

    /** They answer on which thread they are. */
    @RestController
    static class Endpoints {

        private static String where() {
            return Thread.currentThread().getName().startsWith(LOOP) ? ON_LOOP : ELSEWHERE;
        }

        @GetMapping({"/free", "/shared/path", "/local/path", "/told"})
        String path() {
            return where();
        }

        @GetMapping("/shared/mono")
        @VaultRateLimit("begun-mono")
        @VaultRateLimit("shared-mono")
        Mono<String> mono() {
            return Mono.fromSupplier(Endpoints::where);
        }

        @GetMapping("/shared/flux")
        @VaultRateLimit("begun-flux")
        @VaultRateLimit("shared-flux")
        Flux<String> flux() {
            return Mono.fromSupplier(Endpoints::where).flux();
        }

        @GetMapping("/local/mono")
        @VaultRateLimit("local-held")
        @VaultRateLimit("local")
        Mono<String> local() {
            return Mono.fromSupplier(Endpoints::where);
        }
    }
}
