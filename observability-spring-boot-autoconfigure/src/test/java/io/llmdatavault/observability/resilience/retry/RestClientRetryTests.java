package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What {@code RestClient} throws of an answer does not say to which request: the client tells it before. */
class RestClientRetryTests {

    private static WireMockServer server;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RetryAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    RestClientAutoConfiguration.class))
            .withPropertyValues("vault.observability.retry.initial-backoff=1ms");

    @BeforeAll
    static void start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void stub() {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
        server.stubFor(any(urlPathEqualTo("/fine")).willReturn(aResponse().withStatus(200)));
    }

    @ParameterizedTest
    @CsvSource({"POST,1", "PATCH,1", "GET,3", "PUT,3", "DELETE,3"})
    void sendsNothingTwiceThatMayHaveHadItsEffect(String name, int times) {
        HttpMethod method = HttpMethod.valueOf(name);
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> client.send(method, "/busy")))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).as("%s with a time limit", name).isEqualTo(times);
            assertThatThrownBy(() -> client.executor()
                            .executeAsync(
                                    "default",
                                    "send",
                                    () -> CompletableFuture.completedFuture(client.send(method, "/busy")))
                            .get())
                    .hasCauseInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).as("%s before a future", name).isEqualTo(2 * times);
        });
        server.resetRequests();
        withClient(
                client -> {
                    assertThatThrownBy(() -> client.execute(() -> client.send(method, "/busy")));
                    assertThat(client.sent()).as("%s without", name).isEqualTo(times);
                },
                "vault.observability.retry.attempt-timeout=0",
                "vault.observability.retry.max-duration=0");
        server.resetRequests();
        withClient(
                client -> {
                    assertThatThrownBy(() -> client.execute(() -> client.send(method, "/busy")));
                    assertThat(client.sent()).as("%s where all may be", name).isEqualTo(3);
                },
                "vault.observability.retry.non-idempotent-http=true");
    }

    @Test
    void asksForTheRequestThatFailed() {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> {
                        client.send(HttpMethod.POST, "/fine");
                        return client.send(HttpMethod.GET, "/busy");
                    }))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).as("a GET after a POST").isEqualTo(6);
            server.resetRequests();
            assertThatThrownBy(() -> client.execute(() -> {
                        client.send(HttpMethod.GET, "/fine");
                        return client.send(HttpMethod.POST, "/busy");
                    }))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).as("a POST after a GET").isEqualTo(2);
        });
    }

    @Test
    void countsForTheCallThatItIsWithin() {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> client.execute(() -> client.send(HttpMethod.POST, "/busy"))))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).isEqualTo(1);
            assertThat(AttemptRequest.current()).isNull();
        });
    }

    @Test
    void addsNothingThatBuffersBodies() {
        runner.run(context -> context.getBean(RestClient.Builder.class)
                .requestInterceptors(interceptors -> assertThat(interceptors).isEmpty()));
    }

    @Test
    void isNotThereWithoutRestClient() {
        runner.withClassLoader(new FilteredClassLoader(RestClient.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RetryExecutor.class)
                        .doesNotHaveBean(RestClientPostProcessor.class));
    }

    private void withClient(Consumer<Client> test, String... properties) {
        runner.withPropertyValues(properties)
                .run(context -> test.accept(new Client(
                        context.getBean(RestClient.Builder.class)
                                .baseUrl(server.baseUrl())
                                .build(),
                        context.getBean(RetryExecutor.class))));
    }

    private record Client(RestClient rest, RetryExecutor executor) {

        <T> T execute(Callable<T> call) throws Exception {
            return executor.execute("default", call);
        }

        String send(HttpMethod method, String path) {
            return rest.method(method).uri(path).retrieve().toBodilessEntity().toString();
        }

        int sent() {
            return server.findAll(anyRequestedFor(anyUrl())).size();
        }
    }
}
