package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmdatavault.observability.error.TimeoutError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an attempt has sent when its time runs out: a client that is cancelled says nothing of it. */
@Timeout(60)
class AttemptRequestTests {

    private final RetryFixture fixture = new RetryFixture();

    private final DefaultRetryExecutor executor =
            fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(300)));

    private final List<HttpMethod> sent = new CopyOnWriteArrayList<>();

    private final WebClient client = neverAnswered((WebClient.Builder)
            new WebClientPostProcessor().postProcessAfterInitialization(WebClient.builder(), "builder"));

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"POST,1", "PATCH,1", "GET,2", "PUT,2", "DELETE,2"})
    void isNotSentTwiceWhereItMayHaveHadItsEffect(String name, int times) {
        HttpMethod method = HttpMethod.valueOf(name);
        assertThatThrownBy(() -> executor.execute(
                        "quick",
                        () -> client.method(method)
                                .uri("/")
                                .retrieve()
                                .toBodilessEntity()
                                .block()))
                .isInstanceOf(TimeoutError.class);
        assertThat(sent).as("waited for").hasSize(times);
        sent.clear();
        assertThatThrownBy(() -> executor.executeAsync(
                                "quick",
                                "send",
                                () -> client.method(method)
                                        .uri("/")
                                        .retrieve()
                                        .toBodilessEntity()
                                        .toFuture())
                        .get())
                .hasCauseInstanceOf(TimeoutError.class);
        assertThat(sent).as("of a future").hasSize(times);
        sent.clear();
        Retry retry = executor.find("quick", "send");
        assertThatThrownBy(() -> ReactiveRetry.mono(
                                retry, client.method(method).uri("/").retrieve().toBodilessEntity(), null)
                        .block())
                .isInstanceOf(TimeoutError.class);
        assertThat(sent).as("of a Mono").hasSize(times);
        sent.clear();
        assertThatThrownBy(() -> ReactiveRetry.flux(
                                retry, client.method(method).uri("/").retrieve().bodyToFlux(String.class), null)
                        .blockLast())
                .isInstanceOf(TimeoutError.class);
        assertThat(sent).as("of a Flux").hasSize(times);
    }

    @Test
    void countsForTheCallThatItIsWithin() {
        assertThatThrownBy(() -> executor.execute("quick", () -> {
                    // Ended for its own time, or for that of the call around it, which is the same.
                    assertThatThrownBy(() -> executor.execute(
                            "default",
                            () -> client.post()
                                    .uri("/")
                                    .retrieve()
                                    .toBodilessEntity()
                                    .block()));
                    return Mono.never().block();
                }))
                .isInstanceOf(TimeoutError.class);
        assertThat(sent).hasSize(1);
        assertThat(AttemptRequest.current()).isNull();
    }

    @Test
    void countsAlsoWhereTheCallWithinIsReactive() {
        Retry patient = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofSeconds(30)))
                .find("default", "inner");
        Retry outer = executor.find("quick", "outer");
        Mono<?> inner =
                ReactiveRetry.mono(patient, client.post().uri("/").retrieve().toBodilessEntity(), null);
        assertThatThrownBy(() -> ReactiveRetry.mono(outer, inner, null).block()).isInstanceOf(TimeoutError.class);
        assertThat(sent).as("within a Mono").hasSize(1);
        assertThatThrownBy(() -> executor.execute("quick", inner::block)).isInstanceOf(TimeoutError.class);
        assertThat(sent).as("within a call that blocks").hasSize(2);
        assertThatThrownBy(() ->
                        executor.executeAsync("quick", "outer", inner::toFuture).get())
                .hasCauseInstanceOf(TimeoutError.class);
        assertThat(sent).as("within a future").hasSize(3);
    }

    @Test
    void isSeenBeforeAnyOtherFilterLeavesTheThread() {
        WebClient.Builder builder = WebClient.builder()
                .filter((request, next) ->
                        Mono.delay(Duration.ofMillis(1)).then(Mono.defer(() -> next.exchange(request))));
        WebClient withToken = neverAnswered(
                (WebClient.Builder) new WebClientPostProcessor().postProcessAfterInitialization(builder, "own"));
        assertThatThrownBy(() -> executor.execute(
                        "quick",
                        () -> withToken
                                .post()
                                .uri("/")
                                .retrieve()
                                .toBodilessEntity()
                                .block()))
                .isInstanceOf(TimeoutError.class);
        // None, where it was ended before the other filter went on.
        assertThat(sent).hasSizeLessThan(2);
    }

    @Test
    void isToldByTheClientsOfTheBuilderThatIsABean() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, WebClientAutoConfiguration.class))
                .withPropertyValues("vault.observability.retry.attempt-timeout=300ms");
        runner.run(context -> {
            WebClient ofBean = neverAnswered(context.getBean(WebClient.Builder.class));
            assertThatThrownBy(() -> context.getBean(RetryExecutor.class)
                            .execute(
                                    "default",
                                    () -> ofBean.post()
                                            .uri("/")
                                            .retrieve()
                                            .toBodilessEntity()
                                            .block()))
                    .isInstanceOf(TimeoutError.class);
            assertThat(sent).hasSize(1);
        });
        runner.withClassLoader(new FilteredClassLoader(WebClient.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RetryExecutor.class)
                        .doesNotHaveBean(WebClientPostProcessor.class));
    }

    private WebClient neverAnswered(WebClient.Builder builder) {
        return builder.baseUrl("http://localhost")
                .exchangeFunction(request -> {
                    sent.add(request.method());
                    return Mono.never();
                })
                .build();
    }
}
