package io.llmdatavault.observability.resilience.ratelimit;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
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

    /** Asks when somebody subscribes; waits for the user only where a key is its name. */
    Publisher<?> defer(MethodInvocation call, boolean needsPrincipal, boolean mayWait, Supplier<@Nullable Held> ask) {
        // The invocation itself is over when the method's caller has its publisher.
        MethodInvocation later = ((ProxyMethodInvocation) call).invocableClone();
        return call.getMethod().getReturnType() == Mono.class
                ? Mono.deferContextual(context -> taking(context, needsPrincipal, ask)
                        .flatMap(take -> HeldPublisher.mono(mayWait, take, () -> (Mono<?>) proceed(later))))
                : Flux.deferContextual(context -> taking(context, needsPrincipal, ask)
                        .flatMapMany(take -> HeldPublisher.flux(mayWait, take, () -> (Publisher<?>) proceed(later))));
    }

    /** How to ask for a subscriber, on whatever thread. */
    private Mono<Supplier<Held>> taking(ContextView context, boolean needsPrincipal, Supplier<@Nullable Held> ask) {
        Supplier<Held> take = () -> {
            Held held = ask.get();
            return held != null ? held : Held.NOTHING;
        };
        return CurrentExchange.of(context, needsPrincipal)
                .<Supplier<Held>>map(exchange -> () -> current.call(exchange, take))
                .defaultIfEmpty(take);
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
