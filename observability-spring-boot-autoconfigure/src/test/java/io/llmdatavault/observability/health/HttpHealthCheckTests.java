package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.sun.net.httpserver.HttpServer;
import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Other services, and what can be wrong with them. */
class HttpHealthCheckTests {

    private static final String PREFIX = "vault.observability.health.";

    /** Of the client and of the engine: with a limit of one second, whichever ends first. */
    private static final List<String> SILENT = List.of("The service does not answer.", "No answer within 1s.");

    private static WireMockServer service;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
            // The first answer makes a client load its classes.
            .withPropertyValues(PREFIX + "timeout=30s", PREFIX + "refresh-interval=200ms");

    @BeforeAll
    static void start() {
        service = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        service.start();
    }

    @AfterAll
    static void stop() {
        service.stop();
    }

    @BeforeEach
    void reset() {
        service.resetAll();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        service.stubFor(any(anyUrl()).willReturn(response));
    }

    private HealthSnapshot snapshot(String url, String... properties) {
        HealthSnapshot[] found = new HealthSnapshot[1];
        runner.withPropertyValues(PREFIX + "http.billing.url=" + url)
                .withPropertyValues(properties)
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    assertThat(monitor.components()).containsExactlyInAnyOrder("memory", "billing");
                    await().until(monitor::complete);
                    found[0] = monitor.snapshot("billing").orElseThrow();
                });
        assertThat(found[0].message() + found[0].metadata())
                .doesNotContain("127.0.0.1", "localhost", "secret", "Exception");
        return found[0];
    }

    private HealthSnapshot snapshot() {
        return snapshot(service.baseUrl() + "/status?key=secret");
    }

    @Test
    void serviceThatAnswersIsHealthy() {
        answer(aResponse().withStatus(204));
        HealthSnapshot snapshot = snapshot();
        assertThat(snapshot.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(snapshot.message()).isEqualTo("The service answers.");
        assertThat(snapshot.metadata()).containsEntry("statusClass", "2xx").hasSize(1);
        assertThat(snapshot.critical()).isFalse();
        service.verify(getRequestedFor(urlEqualTo("/status?key=secret")));
    }

    @Test
    void errorAndRedirectAreNotExpected() {
        answer(aResponse().withStatus(500));
        assertThat(snapshot().state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(snapshot().message()).isEqualTo("The service answers with a status that is not expected.");
        assertThat(snapshot().metadata()).containsEntry("statusClass", "5xx");
        service.resetAll();
        answer(aResponse().withStatus(302).withHeader("Location", service.baseUrl() + "/elsewhere"));
        assertThat(snapshot().metadata()).containsEntry("statusClass", "3xx");
        assertThat(service.findAll(getRequestedFor(urlEqualTo("/elsewhere")))).isEmpty();
    }

    /** It has none to send: a service that wants some has nothing wrong with itself, but nothing to say either. */
    @Test
    void credentialsThatAreAskedForAreNotExpected() {
        answer(aResponse().withStatus(401));
        HealthSnapshot snapshot = snapshot();
        assertThat(snapshot.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(snapshot.message()).isEqualTo("The service answers with a status that is not expected.");
        assertThat(snapshot.metadata()).containsEntry("statusClass", "4xx");
    }

    @Test
    void methodAndStatusesAreConfigured() {
        answer(aResponse().withStatus(401));
        HealthSnapshot snapshot = snapshot(
                service.baseUrl() + "/status",
                PREFIX + "http.billing.method=HEAD",
                PREFIX + "http.billing.expected-status=200,401",
                PREFIX + "checks.billing.critical=true");
        assertThat(snapshot.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(snapshot.critical()).isTrue();
        service.verify(headRequestedFor(urlEqualTo("/status")));
    }

    /** The client opens another one for the next request. */
    @Test
    void idleConnectionBrokenOffIsNoOutage() throws IOException {
        answer(aResponse().withStatus(200));
        try (FaultyRelay relay = new FaultyRelay(service.port())) {
            runner.withPropertyValues(PREFIX + "http.billing.url=http://127.0.0.1:" + relay.port() + "/")
                    .run(context -> {
                        HealthMonitor monitor = context.getBean(HealthMonitor.class);
                        await().until(monitor::complete);
                        for (int i = 0; i < 3; i++) {
                            int before = service.getAllServeEvents().size();
                            relay.breakOff();
                            await().until(() -> service.getAllServeEvents().size() > before + 2);
                            HealthSnapshot snapshot =
                                    monitor.snapshot("billing").orElseThrow();
                            assertThat(snapshot.message()).isEqualTo("The service answers.");
                        }
                    });
        }
    }

    @Test
    void slowServiceDoesNotAnswer() {
        answer(aResponse().withStatus(200).withFixedDelay(5000));
        HealthSnapshot snapshot = snapshot(service.baseUrl(), PREFIX + "timeout=1s");
        assertThat(snapshot.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(snapshot.message()).isIn(SILENT);
        service.resetAll();
        answer(aResponse().withStatus(200).withBody("x".repeat(1000)).withChunkedDribbleDelay(10, 20_000));
        assertThat(snapshot(service.baseUrl(), PREFIX + "timeout=1s").message()).isIn(SILENT);
    }

    @Test
    void serviceIsStoppedKilledAndFrozenAndComesBack(@TempDir Path folder) throws IOException {
        try (StandIn other = new StandIn(folder)) {
            runner.withPropertyValues(
                            PREFIX + "http.billing.url=http://127.0.0.1:" + other.port() + StandIn.BUCKET,
                            PREFIX + "timeout=1s")
                    .run(context -> {
                        HealthMonitor monitor = context.getBean(HealthMonitor.class);
                        awaitMessage(monitor, List.of("The service answers."));
                        other.stop();
                        awaitMessage(monitor, List.of("The service cannot be reached."));
                        other.start();
                        awaitMessage(monitor, List.of("The service answers."));
                        other.kill();
                        awaitMessage(monitor, List.of("The service cannot be reached."));
                        other.start();
                        awaitMessage(monitor, List.of("The service answers."));
                        other.freeze();
                        awaitMessage(monitor, SILENT);
                        other.thaw();
                        awaitMessage(monitor, List.of("The service answers."));
                    });
        }
    }

    private static void awaitMessage(HealthMonitor monitor, List<String> messages) {
        await().until(() -> monitor.snapshot("billing")
                .filter(snapshot -> messages.contains(snapshot.message()))
                .isPresent());
    }

    @Test
    void slowServiceIsHealthyWithinTheLimit() {
        answer(aResponse().withStatus(200).withFixedDelay(200));
        HealthSnapshot snapshot = snapshot(service.baseUrl(), PREFIX + "timeout=20s");
        assertThat(snapshot.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(snapshot.latency()).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void brokenAndRefusedConnectionsAreToldApart() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(snapshot().message()).isEqualTo("The service breaks the connection off.");
        service.resetAll();
        answer(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        assertThat(snapshot().message()).isEqualTo("The service breaks the connection off.");
        WireMockServer gone = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        gone.start();
        String url = gone.baseUrl();
        gone.stop();
        assertThat(snapshot(url).message()).isEqualTo("The service cannot be reached.");
        assertThat(snapshot("http://no-such-host.invalid/").message()).isEqualTo("The service cannot be reached.");
        assertThat(snapshot(service.baseUrl().replace("http:", "https:")).message())
                .isEqualTo("The service is not trusted, or does not speak TLS.");
    }

    @Test
    void endlessBodyIsNotReadToItsEnd() throws IOException {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "endless");
            thread.setDaemon(true);
            return thread;
        }));
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] chunk = new byte[4096];
                while (true) {
                    body.write(chunk);
                }
            }
        });
        endless.start();
        try {
            assertThat(snapshot("http://localhost:" + endless.getAddress().getPort() + "/")
                            .state())
                    .isEqualTo(HealthState.HEALTHY);
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void thresholdsAreInheritedFromTheKind() {
        answer(aResponse().withStatus(200));
        HealthSnapshot snapshot = snapshot(service.baseUrl(), PREFIX + "checks.http.critical=true");
        assertThat(snapshot.critical()).isTrue();
        runner.withPropertyValues(
                        PREFIX + "http.billing.url=" + service.baseUrl(), PREFIX + "checks.billing.enabled=false")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactly("memory"));
    }

    @ParameterizedTest
    @CsvSource({
        "http.billing.method, GET, http.billing.url, It is missing",
        "http.billing.url, ftp://host/secret, http.billing.url, It is neither http nor https",
        "http.billing.url, billing/secret, http.billing.url, It is neither http nor https",
        "http.billing.url, http:///secret, http.billing.url, It has no host",
        "http.billing.url, http://a b/secret, http.billing.url, It is no URL",
        "http.billing.url, https://me:secret@host/, http.billing.url, 'It holds credentials, which would not be sent'",
        "http.database.url, http://host/, http.database, The name belongs to another component or to a group",
        "http.readiness.url, http://host/, http.readiness, The name belongs to another component or to a group"
    })
    void wrongValuesEndStartUp(String key, String value, String wrong, String problem) {
        runner.withPropertyValues(PREFIX + key + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage(problem)
                        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"))
                        .isInstanceOfSatisfying(
                                ConfigurationError.class,
                                error -> assertThat(error.configKey()).isEqualTo(PREFIX + wrong)));
    }

    @Test
    void wrongStatusAndUnknownKeyEndStartUp() {
        runner.withPropertyValues(
                        PREFIX + "http.billing.url=http://host/", PREFIX + "http.billing.expected-status=200,99")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessage("There is no status 99"));
        runner.withPropertyValues(PREFIX + "http.billing.url=http://host/", PREFIX + "http.billing.uri=http://host/")
                .run(context -> assertThat(context).hasFailed());
        runner.withPropertyValues(PREFIX + "http.a-b.url=http://host/", PREFIX + "http.ab.url=http://host/")
                .run(context -> assertThat(context).hasFailed());
    }
}
