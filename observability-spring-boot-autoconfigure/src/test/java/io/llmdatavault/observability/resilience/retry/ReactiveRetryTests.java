package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.TimeoutError;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveRetryTests {

    private final RetryFixture fixture = new RetryFixture();

    private final AtomicInteger subscriptions = new AtomicInteger();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void subscribesAgainWithoutAThreadThatWaits() {
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(retry(), failing(2), null))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(300))
                .expectNext("done after 3")
                .verifyComplete();
        assertThat(fixture.outcomes())
                .containsExactly(RetryOutcome.RETRIED, RetryOutcome.RETRIED, RetryOutcome.SUCCESS);
    }

    @Test
    void signalsTheLastFailureAsItIsWithTheEarlierOnesInIt() {
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(retry(), failing(9), null))
                .thenAwait(Duration.ofSeconds(1))
                .verifyErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(IOException.class).hasMessage("failure 3");
                    assertThat(failure.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .contains("failure 1", "failure 2");
                });
        assertThat(subscriptions).hasValue(3);
    }

    @Test
    void beginsNothingWhenItIsWokenTooLate() {
        Retry bounded = fixture.executor(RetryFixture.numbers().withMaxDuration(Duration.ofSeconds(1)))
                .find("default", "read");
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(bounded, failing(9), null))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(99))
                .then(() -> fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos()))
                .thenAwait(Duration.ofSeconds(1))
                .verifyErrorMessage("failure 1");
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void eachSubscriptionIsACallOfItsOwn() {
        Mono<String> mono = ReactiveRetry.mono(retry(), Mono.just("done"), null);
        assertThat(mono.block()).isEqualTo("done");
        assertThat(mono.block()).isEqualTo("done");
        assertThat(ReactiveRetry.mono(retry(), Mono.<String>empty(), null).block())
                .isNull();
    }

    @Test
    void doesNotRetryWhatIsNotRetryable() {
        StepVerifier.create(ReactiveRetry.mono(retry(), Mono.error(new IllegalStateException()), null))
                .verifyError(IllegalStateException.class);
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.NOT_RETRYABLE);
        StepVerifier.create(ReactiveRetry.mono(retry(), Mono.error(new AssertionError()), null))
                .verifyError(AssertionError.class);
        assertThat(fixture.events).hasSize(1);
    }

    @Test
    void limitsEachAttempt() {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofSeconds(1)));
        Retry retry = hasty.find("quick", "read");
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(retry, Mono.never(), null))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(2099))
                .thenAwait(Duration.ofMillis(1))
                .verifyErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(TimeoutError.class);
                    assertThat(failure.getSuppressed()).anyMatch(TimeoutError.class::isInstance);
                });
    }

    @Test
    void limitsTheFirstElementOfManyOnly() {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofSeconds(1)));
        Retry retry = hasty.find("quick", "read");
        StepVerifier.withVirtualTime(() -> ReactiveRetry.flux(
                        retry,
                        Flux.just(1).concatWith(Mono.delay(Duration.ofHours(1)).thenReturn(2)),
                        null))
                .expectNext(1)
                .thenAwait(Duration.ofHours(1))
                .expectNext(2)
                .verifyComplete();
        StepVerifier.withVirtualTime(() -> ReactiveRetry.flux(retry, Flux.never(), null))
                .thenAwait(Duration.ofMillis(2100))
                .verifyError(TimeoutError.class);
    }

    @Test
    void neverRepeatsElements() {
        Flux<Integer> flux = Flux.defer(() -> {
            subscriptions.incrementAndGet();
            return Flux.just(1, 2).concatWith(Mono.error(new IOException()));
        });
        StepVerifier.create(ReactiveRetry.flux(retry(), flux, null))
                .expectNext(1, 2)
                .verifyError(IOException.class);
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void fallsBackBeforeTheFirstElementOnly() {
        Flux<Integer> broken = Flux.just(1, 2).concatWith(Mono.error(new IOException("broken off")));
        StepVerifier.create(ReactiveRetry.flux(retry(), broken, failure -> Flux.just(7)))
                .expectNext(1, 2)
                .verifyErrorMessage("broken off");
        StepVerifier.create(ReactiveRetry.flux(
                        retry(), Flux.<Integer>error(new IllegalStateException()), failure -> Flux.just(7)))
                .expectNext(7)
                .verifyComplete();
        StepVerifier.create(
                        ReactiveRetry.flux(retry(), Flux.<Integer>error(new AssertionError()), failure -> Flux.just(7)))
                .verifyError(AssertionError.class);
    }

    @Test
    void retriesManyBeforeTheFirstOne() {
        StepVerifier.withVirtualTime(
                        () -> ReactiveRetry.flux(retry(), failing(2).flux(), null))
                .thenAwait(Duration.ofMillis(300))
                .expectNext("done after 3")
                .verifyComplete();
    }

    @Test
    void retriesWhatIsNotWantedAndEmitsItInTheEnd() {
        Mono<Integer> counting = Mono.fromSupplier(subscriptions::incrementAndGet);
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(retry(), counting, count -> count < 2))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(2)
                .verifyComplete();
        StepVerifier.withVirtualTime(() -> ReactiveRetry.mono(retry(), counting, count -> true))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(5)
                .verifyComplete();
        assertThat(fixture.outcomes()).endsWith(RetryOutcome.EXHAUSTED);
    }

    @Test
    void aCancelledSubscriptionIsNotTriedAgain() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            Disposable subscription =
                    ReactiveRetry.mono(retry(), failing(9), null).subscribe();
            time.advanceTimeBy(Duration.ofMillis(50));
            subscription.dispose();
            // The second attempt would have been due at 100 ms.
            time.advanceTimeBy(Duration.ofSeconds(1));
        } finally {
            VirtualTimeScheduler.reset();
        }
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void knowsThreadsThatMustNotWait() throws Exception {
        ApplicationThreads threads = new ApplicationThreads(new DefaultListableBeanFactory());
        assertThat(threads.mustNotWait()).isFalse();
        assertThat(Mono.fromSupplier(threads::mustNotWait)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isTrue();
        assertThat(onThreadOf(new DefaultEventExecutor(), threads)).isTrue();
        ExecutorService pool = Executors.newSingleThreadExecutor(new DefaultThreadFactory("pool"));
        assertThat(onThreadOf(pool, threads))
                .as("a pool of an application by Netty's factory of threads")
                .isFalse();
    }

    private static boolean onThreadOf(ExecutorService executor, ApplicationThreads threads) throws Exception {
        try {
            return executor.submit(threads::mustNotWait).get();
        } finally {
            executor.shutdown();
        }
    }

    private Retry retry() {
        return fixture.executor().find("default", "read");
    }

    private Mono<String> failing(int times) {
        return Mono.defer(() -> subscriptions.incrementAndGet() <= times
                ? Mono.error(new IOException("failure " + subscriptions))
                : Mono.just("done after " + subscriptions));
    }
}
