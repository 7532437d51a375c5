package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Optional;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Asks for methods of Spring WebFlux when somebody subscribes to what they return: only then Reactor's context, and in it
 * the exchange, is known. Each subscription is a call of its own.
 */
final class DeferredCalls {

    private final CurrentExchange current;

    DeferredCalls(CurrentExchange current) {
        this.current = current;
    }

    /** Whether what a method returns can wait for its subscriber. */
    static boolean canDefer(Class<?> returned) {
        return returned == Mono.class || returned == Flux.class || returned == Publisher.class;
    }

    Publisher<?> defer(MethodInvocation call, Runnable ask) {
        // The invocation itself is over when the method's caller has its publisher.
        MethodInvocation later = ((ProxyMethodInvocation) call).invocableClone();
        return call.getMethod().getReturnType() == Mono.class
                ? Mono.deferContextual(context -> asked(context, ask).then(Mono.defer(() -> (Mono<?>) proceed(later))))
                : Flux.deferContextual(
                        context -> asked(context, ask).thenMany(Flux.defer(() -> (Publisher<?>) proceed(later))));
    }

    private Mono<Boolean> asked(ContextView context, Runnable ask) {
        Supplier<Boolean> decision = () -> {
            ask.run();
            return true;
        };
        return CurrentExchange.of(context)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(exchange ->
                        exchange.map(known -> current.call(known, decision)).orElseGet(decision));
    }

    private static Object proceed(MethodInvocation call) {
        try {
            // Each subscription goes on from here.
            Object returned = ((ProxyMethodInvocation) call).invocableClone().proceed();
            return returned != null ? returned : Mono.empty();
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw Exceptions.propagate(ex);
        }
    }
}
