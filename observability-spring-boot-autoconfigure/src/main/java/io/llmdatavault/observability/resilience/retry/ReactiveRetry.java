package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

import io.llmdatavault.observability.error.TimeoutError;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Retries what a publisher signals, with Reactor's operators: nothing waits on a thread. Each subscription is a call of its
 * own. A publisher of many is retried or replaced until its first element only: the subscriber would see the first ones again.
 */
final class ReactiveRetry {

    private ReactiveRetry() {}

    @SuppressWarnings("unchecked") // the value is one that the publisher has emitted
    static <T> Mono<T> mono(Retry retry, Mono<T> mono, @Nullable Predicate<? super T> unwanted) {
        return Mono.deferContextual(surroundings -> {
            RetryCourse course = retry.begin(current(surroundings));
            Mono<T> attempt = Mono.defer(() -> {
                Duration longest = course.attemptLimit();
                AttemptRequest request = course.nextAttempt();
                Mono<T> told = mono.contextWrite(context -> context.put(AttemptRequest.class, request));
                Mono<T> limited = longest.isZero() ? told : told.timeout(longest, late(retry, longest));
                return limited.doOnSuccess(value -> {
                    if (unwanted != null && value != null && unwanted.test(value)) {
                        throw new UnwantedResult(value);
                    }
                    course.succeeded();
                });
            });
            return attempt.retryWhen(
                            reactor.util.retry.Retry.from(signals -> signals.concatMap(signal -> next(course, signal))))
                    .onErrorResume(UnwantedResult.class, ex -> Mono.just((T) ex.value()));
        });
    }

    static <T> Flux<T> flux(Retry retry, Flux<T> flux, @Nullable Function<? super Exception, Publisher<T>> fallback) {
        return Flux.deferContextual(surroundings -> {
            RetryCourse course = retry.begin(current(surroundings));
            AtomicBoolean hasBegun = new AtomicBoolean();
            Flux<T> attempt = Flux.defer(() -> {
                Duration longest = course.attemptLimit();
                AttemptRequest request = course.nextAttempt();
                Flux<T> told = flux.contextWrite(context -> context.put(AttemptRequest.class, request));
                Flux<T> limited = longest.isZero()
                        ? told
                        : told.timeout(Mono.delay(longest), element -> Mono.never(), late(retry, longest));
                return limited.doOnNext(element -> hasBegun.set(true)).doOnComplete(course::succeeded);
            });
            Flux<T> retried = attempt.retryWhen(reactor.util.retry.Retry.from(signals ->
                    signals.concatMap(signal -> hasBegun.get() ? Mono.error(signal.failure()) : next(course, signal))));
            return fallback == null
                    ? retried
                    : retried.onErrorResume(
                            failure -> failure instanceof Exception && !hasBegun.get(),
                            failure -> fallback.apply((Exception) failure));
        });
    }

    private static <T> Mono<T> late(Retry retry, Duration longest) {
        return Mono.error(() -> TimeoutError.builder(retry.operation(), longest)
                .cause(new TimeoutException("No signal within " + longest.toMillis() + " ms"))
                .build());
    }

    /** Emits when it is time for the next attempt, or fails with what is to be signalled. */
    private static Mono<Long> next(RetryCourse course, RetrySignal signal) {
        if (signal.failure() instanceof UnwantedResult result) {
            Duration delay = course.unwanted();
            return delay != null ? after(delay, course, result) : Mono.error(result);
        }
        if (!(signal.failure() instanceof Exception failure)) {
            return Mono.error(signal.failure());
        }
        Duration delay = course.failed(failure);
        return delay != null
                ? after(delay, course, failure).doOnError(last -> course.addEarlierTo(failure))
                : lastOf(course, failure);
    }

    private static Mono<Long> lastOf(RetryCourse course, Exception failure) {
        course.addEarlierTo(failure);
        return Mono.error(failure);
    }

    /** Who is woken late may have no time left for another attempt. */
    private static Mono<Long> after(Duration delay, RetryCourse course, Exception failure) {
        return Mono.delay(delay).flatMap(woken -> course.hasTimeLeft() ? Mono.just(woken) : Mono.error(failure));
    }

    /** The attempt that a subscription is of: whoever leaves the chain, as with block or toFuture, subscribes on its thread. */
    static @Nullable AttemptRequest current(ContextView context) {
        return context.hasKey(AttemptRequest.class) ? context.get(AttemptRequest.class) : AttemptRequest.current();
    }

    /** Carries a result to where it is decided whether there is another attempt. */
    private static final class UnwantedResult extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Object value;

        UnwantedResult(Object value) {
            super("The result is not wanted", null, false, false);
            this.value = value;
        }

        Object value() {
            return value;
        }
    }
}
