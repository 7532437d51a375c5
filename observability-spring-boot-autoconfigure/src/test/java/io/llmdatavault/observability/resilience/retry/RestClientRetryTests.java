package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.web.client.ClientAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
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
        server.stubFor(any(urlPathEqualTo("/later"))
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "0")));
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

    @ParameterizedTest
    @CsvSource({
        "GET,/fine,POST,/busy,2",
        "GET,/fine,GET,/busy,6",
        "POST,/fine,GET,/busy,2",
        "POST,/fine,PUT,/later,2",
        "GET,/fine,POST,/later,2",
        "POST,/fine,POST,/later,2",
        "GET,/fine,PUT,/later,6"
    })
    void repeatsNothingThatHasSentWhatIsToBeSentOnce(
            HttpMethod first, String firstPath, HttpMethod second, String secondPath, int requests) {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> {
                        client.send(first, firstPath);
                        return client.send(second, secondPath);
                    }))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).isEqualTo(requests);
        });
    }

    @Test
    void countsFurtherAttemptsOnOtherThreadsForTheCallThatTheyAreWithin() {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> client.executor()
                    .executeAsync("default", "inner", new Supplier<CompletableFuture<String>>() {

                        private boolean again;

                        @Override
                        public CompletableFuture<String> get() {
                            if (!again) {
                                again = true;
                                client.send(HttpMethod.GET, "/busy");
                            }
                            client.send(HttpMethod.POST, "/fine");
                            throw NetworkError.builder("after it")
                                    .retryable(true)
                                    .build();
                        }
                    })
                    .get()));
            assertThat(server.findAll(postRequestedFor(anyUrl()))).hasSize(1);
        });
    }

    @Test
    void whatWasRefusedIsNotHeldAgainstTheCallThatItIsWithin() {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> client.execute(() -> client.send(HttpMethod.POST, "/later"))))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).isEqualTo(9);
        });
    }

    @Test
    void isNotMisledByWhatComesAfterTheFailure() {
        withClient(client -> {
            assertThatThrownBy(() -> client.execute(() -> {
                        try {
                            return client.send(HttpMethod.POST, "/busy");
                        } catch (HttpServerErrorException ex) {
                            client.send(HttpMethod.DELETE, "/fine");
                            throw ex;
                        }
                    }))
                    .isInstanceOf(HttpServerErrorException.class);
            assertThat(client.sent()).isEqualTo(2);
        });
    }

    @Test
    void tellsOnceWhateverTheBuilderIsABeanOf() {
        runner.withUserConfiguration(BuilderTwice.class)
                .run(context -> context.getBean("second", RestClient.Builder.class)
                        .requestInitializers(all -> assertThat(all).hasSize(1)));
    }

    @Test
    void callsNoBuilderInAScopeThatThereIsNotYet() {
        runner.withUserConfiguration(ScopedBuilder.class)
                .run(context -> assertThat(context).hasNotFailed().hasBean("scoped"));
    }

    @Configuration(proxyBeanMethods = false)
    static class BuilderTwice {

        @Bean
        RestClient.Builder first() {
            return RestClient.builder();
        }

        @Bean
        RestClient.Builder second(@Qualifier("first") RestClient.Builder first) {
            return first;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedBuilder {

        @Bean
        static CustomScopeConfigurer scopes() {
            CustomScopeConfigurer configurer = new CustomScopeConfigurer();
            configurer.addScope("nowhere", new NoScope());
            return configurer;
        }

        @Bean
        @Scope(value = "nowhere", proxyMode = ScopedProxyMode.INTERFACES)
        RestClient.Builder scoped() {
            return RestClient.builder();
        }
    }

    /** As that of requests, where there is none. */
    private static final class NoScope extends SimpleThreadScope {

        @Override
        public Object get(String name, ObjectFactory<?> objectFactory) {
            throw new IllegalStateException("There is no scope");
        }
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

    @ParameterizedTest
    @CsvSource({"true,429,POST", "false,429,POST", "true,503,GET", "false,503,GET"})
    void comesBackWhenThePeerSaysSo(boolean problems, int status, HttpMethod method) {
        String body =
                "{\"type\":\"urn:vault:problem:rate-limit\",\"code\":\"RATE_LIMIT_REQUESTS_PER_SECOND\",\"retryable\":true}";
        server.stubFor(any(urlPathEqualTo("/limited"))
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Retry-After", "2")
                        .withHeader("Content-Type", "application/problem+json")
                        .withBody(body)));
        List<RetryEvent> events = new CopyOnWriteArrayList<>();
        runner.withConfiguration(AutoConfigurations.of(
                        ObservabilityAutoConfiguration.class,
                        MaskingAutoConfiguration.class,
                        ClientAutoConfiguration.class))
                .withPropertyValues(
                        "vault.observability.problem.client.enabled=" + problems,
                        "vault.observability.retry.max-attempts=2")
                .withBean(RetryListener.class, () -> events::add)
                .run(context -> {
                    Client client = client(context);
                    assertThatThrownBy(() -> client.execute(() -> client.send(method, "/limited")))
                            .isInstanceOf(problems ? VaultError.class : RestClientResponseException.class);
                });
        assertThat(events).extracting(RetryEvent::delay).containsExactly(Duration.ofSeconds(2), null);
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
        runner.withPropertyValues(properties).run(context -> test.accept(client(context)));
    }

    private static Client client(ApplicationContext context) {
        RestClient.Builder builder = context.getBean(RestClient.Builder.class).baseUrl(server.baseUrl());
        return new Client(builder.build(), context.getBean(RetryExecutor.class));
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
