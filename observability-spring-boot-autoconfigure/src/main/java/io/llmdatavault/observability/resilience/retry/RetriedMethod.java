package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the calls of one method are retried, with everything found out beforehand. */
@FunctionalInterface
interface RetriedMethod {

    @Nullable
    Object call(MethodInvocation call) throws Exception;

    /** Retries with an executor of the application's. */
    static RetriedMethod with(
            RetryExecutor executor, String policy, String operation, @Nullable Predicate<Object> unwanted) {
        return unwanted == null
                ? call -> executor.execute(policy, operation, () -> attempt(call))
                : call -> executor.execute(policy, operation, () -> attempt(call), unwanted);
    }

    static RetriedMethod blocking(BlockingRetry blocking, Retry retry, @Nullable Predicate<Object> unwanted) {
        return call -> blocking.call(retry, () -> attempt(call), unwanted);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the proxy returns it
    static RetriedMethod stage(StageRetry stages, Retry retry, @Nullable Predicate<Object> unwanted) {
        return call -> stages.call(retry, () -> stage(call), unwanted);
    }

    /** Gives another outcome to what has failed for good. */
    static RetriedMethod withFallback(RetriedMethod method, FallbackMethod fallback) {
        return call -> {
            try {
                return method.call(call);
            } catch (Exception ex) {
                return fallback.call(call, ex);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static CompletionStage<Object> stage(MethodInvocation call) {
        try {
            CompletionStage<Object> stage = (CompletionStage<Object>) attempt(call);
            return stage != null ? stage : CompletableFuture.completedFuture(null);
        } catch (Exception ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    /** An invocation can proceed once: each attempt has its own copy. */
    private static @Nullable Object attempt(MethodInvocation call) throws Exception {
        try {
            return ((ProxyMethodInvocation) call).invocableClone().proceed();
        } catch (Exception | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new UndeclaredThrowableException(ex);
        }
    }

    /** Loaded only where there is Reactor. */
    record Reactive(
            Retry retry,
            ReactiveAdapter adapter,
            @Nullable Predicate<Object> unwanted,
            @Nullable FallbackMethod fallback)
            implements RetriedMethod {

        @Override
        public @Nullable Object call(MethodInvocation call) throws Exception {
            Object returned = attempt(call);
            if (returned == null) {
                return null;
            }
            Publisher<Object> publisher = adapter.toPublisher(returned);
            return adapter.fromPublisher(
                    adapter.isMultiValue() ? flux(call, Flux.from(publisher)) : mono(call, Mono.from(publisher)));
        }

        private Mono<Object> mono(MethodInvocation call, Mono<Object> mono) {
            Mono<Object> retried = ReactiveRetry.mono(retry, mono, unwanted);
            return fallback == null
                    ? retried
                    : retried.onErrorResume(Exception.class, ex -> Mono.from(fallBack(call, fallback, ex)));
        }

        private Flux<Object> flux(MethodInvocation call, Flux<Object> flux) {
            return ReactiveRetry.flux(retry, flux, fallback == null ? null : ex -> fallBack(call, fallback, ex));
        }

        private Publisher<Object> fallBack(MethodInvocation call, FallbackMethod other, Exception failure) {
            try {
                return Flux.from(adapter.toPublisher(other.call(call, failure)))
                        .doOnError(thrown -> FallbackMethod.remember(failure, thrown));
            } catch (Exception ex) {
                return Mono.error(ex);
            }
        }
    }
}
