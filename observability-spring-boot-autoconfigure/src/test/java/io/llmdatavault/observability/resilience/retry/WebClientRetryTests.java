package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.withSettings;

/** Where the time runs out that the application itself has set for a request, what is thrown says nothing of it. */
@Timeout(60)
class WebClientRetryTests {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<HttpMethod> sent = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RetryAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    WebClientAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.retry.initial-backoff=1ms", "vault.observability.retry.max-attempts=2");

    @ParameterizedTest
    @CsvSource({"POST,30s,1", "POST,0,1", "PATCH,30s,1", "GET,30s,2", "GET,0,2"})
    void sendsNothingTwiceWhoseOwnTimeRanOut(String name, String attemptTimeout, int times) {
        HttpMethod method = HttpMethod.valueOf(name);
        run(attemptTimeout, client -> {
            assertThatThrownBy(() -> client.executor()
                    .execute("default", () -> client.send(method).block(SHORT)));
            assertThat(sent).as("by block").hasSize(times);
            sent.clear();
            assertThatThrownBy(() -> client.executor()
                    .execute(
                            "default",
                            () -> client.send(method).toFuture().get(SHORT.toMillis(), TimeUnit.MILLISECONDS)));
            assertThat(sent).as("by get").hasSize(times);
            sent.clear();
            assertThatThrownBy(() -> client.executor()
                    .executeAsync(
                            "default",
                            "send",
                            () -> client.send(method).toFuture().orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                    .get());
            assertThat(sent).as("by orTimeout").hasSize(times);
            sent.clear();
            Retry retry = client.executor().find("default", "send");
            assertThatThrownBy(
                    () -> ReactiveRetry.mono(retry, client.send(method).timeout(SHORT), null)
                            .block());
            assertThat(sent).as("by the time-out of a Mono").hasSize(times);
            sent.clear();
            assertThatThrownBy(() -> ReactiveRetry.flux(
                            retry, client.send(method).timeout(SHORT).flux(), null)
                    .blockLast());
            assertThat(sent).as("by the time-out of a Flux").hasSize(times);
            sent.clear();
        });
    }

    @Test
    void countsFurtherAttemptsOnOtherThreadsForTheCallThatTheyAreWithin() {
        run("30s", client -> {
            AtomicBoolean again = new AtomicBoolean();
            Mono<?> inner = Mono.defer(() -> again.getAndSet(true)
                    ? client.send(HttpMethod.POST).timeout(SHORT)
                    : Mono.error(
                            NetworkError.builder("before it").retryable(true).build()));
            Retry retry = client.executor().find("default", "inner");
            assertThatThrownBy(() -> client.executor()
                    .execute(
                            "default",
                            () -> ReactiveRetry.mono(retry, inner, null).block()));
            assertThat(sent).hasSize(1);
        });
    }

    @Test
    void callsNoBuilderInAScopeThatThereIsNotYet() {
        WebClient.Builder scoped = mock(WebClient.Builder.class, withSettings().extraInterfaces(ScopedObject.class));
        assertThat(new WebClientPostProcessor().postProcessAfterInitialization(scoped, "scoped"))
                .isSameAs(scoped);
        verifyNoInteractions(scoped);
    }

    @Test
    void tellsOnceWhateverTheBuilderIsABeanOf() {
        WebClientPostProcessor processor = new WebClientPostProcessor();
        WebClient.Builder builder = WebClient.builder();
        processor.postProcessAfterInitialization(builder, "first");
        processor.postProcessAfterInitialization(builder, "second");
        builder.filters(filters -> assertThat(filters).hasSize(1));
    }

    private void run(String attemptTimeout, Consumer<Client> test) {
        runner.withPropertyValues("vault.observability.retry.attempt-timeout=" + attemptTimeout)
                .run(context -> test.accept(new Client(
                        context.getBean(WebClient.Builder.class)
                                .baseUrl("http://localhost")
                                .exchangeFunction(request -> {
                                    sent.add(request.method());
                                    return Mono.never();
                                })
                                .build(),
                        context.getBean(DefaultRetryExecutor.class))));
    }

    private record Client(WebClient web, DefaultRetryExecutor executor) {

        Mono<ResponseEntity<Void>> send(HttpMethod method) {
            return web.method(method).uri("/").retrieve().toBodilessEntity();
        }
    }
}
