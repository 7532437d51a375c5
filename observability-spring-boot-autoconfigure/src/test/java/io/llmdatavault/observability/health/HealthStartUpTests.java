package io.llmdatavault.observability.health;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** What probes are told while start-up waits for a critical check that hangs. */
class HealthStartUpTests {

    private static final String[] PROPERTIES = {
        "server.port=0",
        "spring.main.banner-mode=off",
        "vault.observability.health.probe-paths=true",
        "vault.observability.health.timeout=60s",
        "vault.observability.health.max-age=180s"
    };

    @ParameterizedTest
    @CsvSource({"SERVLET,false", "SERVLET,true", "REACTIVE,false"})
    void isAliveAndNotReadyWhileItWaits(WebApplicationType type, boolean lazy) throws Exception {
        HungCheck hung = new HungCheck("hung");
        CompletableFuture<Integer> port = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class)
                .web(type)
                .lazyInitialization(lazy)
                .properties(PROPERTIES)
                .initializers(context -> context.getBeanFactory().registerSingleton("hung", hung))
                .listeners((ApplicationListener<WebServerInitializedEvent>)
                        event -> port.complete(event.getWebServer().getPort()))
                .listeners((ApplicationListener<ApplicationStartedEvent>) event -> started.complete(null))
                .listeners((ApplicationListener<ApplicationReadyEvent>) event -> ready.complete(null));
        CompletableFuture<ConfigurableApplicationContext> context = new CompletableFuture<>();
        Thread main = new Thread(
                () -> {
                    try {
                        context.complete(builder.run());
                    } catch (RuntimeException | Error ex) {
                        List.of(port, started, ready, context).forEach(future -> future.completeExceptionally(ex));
                    }
                },
                "start-up");
        main.start();
        try {
            started.get(50, TimeUnit.SECONDS);
            assertThat(ask(port, "/livez", 200)).isEqualTo(200);
            assertThat(ask(port, "/readyz", 503)).isEqualTo(503);
            assertThat(ask(port, "/startupz", 503)).isEqualTo(503);
            assertThat(ready).isNotDone();
        } finally {
            hung.release();
        }
        try (ConfigurableApplicationContext running = context.get(50, TimeUnit.SECONDS)) {
            assertThat(running.getBean(Runners.class).states).containsExactly("hung=HEALTHY");
            assertThat(ask(port, "/readyz", 200)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"NONE", "SERVLET"})
    void waitsNoLongerThanTheTimeLimit(WebApplicationType type) {
        HungCheck hung = new HungCheck("hung");
        long start = System.nanoTime();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(type)
                .properties(PROPERTIES)
                .initializers(initialized -> initialized.getBeanFactory().registerSingleton("hung", hung))
                .run("--vault.observability.health.timeout=300ms")) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(50));
            assertThat(context.getBean(Runners.class).states).doesNotContain("hung=HEALTHY");
            hung.release();
        }
    }

    @Test
    void doesNotWaitForWhatIsNotCritical() {
        HungCheck hung = new HungCheck("hung");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(PROPERTIES)
                .initializers(initialized -> initialized.getBeanFactory().registerSingleton("hung", hung))
                .run("--vault.observability.health.checks.hung.critical=false")) {
            assertThat(context.getBean(Runners.class).states).isEmpty();
            hung.release();
        }
    }

    /** Liveness is said a moment after the event that tells of the start: asks until then, and never longer than a test may take. */
    private static int ask(CompletableFuture<Integer> port, String path, int expected) throws Exception {
        URI uri = URI.create("http://localhost:" + port.get(50, TimeUnit.SECONDS) + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int status;
        do {
            status = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } while (status != expected && System.nanoTime() < end);
        return status;
    }

    /** What the application's own runners found. */
    record Runners(List<String> states) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Runners runners() {
            return new Runners(new CopyOnWriteArrayList<>());
        }

        @Bean
        ApplicationRunner first(Runners runners, HealthMonitor monitor) {
            return arguments ->
                    monitor.snapshot("hung").ifPresent(snapshot -> runners.states.add("hung=" + snapshot.state()));
        }
    }
}
