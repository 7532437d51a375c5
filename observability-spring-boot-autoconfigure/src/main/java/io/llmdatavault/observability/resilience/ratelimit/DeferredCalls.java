package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Optional;
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
    Publisher<?> defer(MethodInvocation call, boolean needsPrincipal, Supplier<@Nullable Held> ask) {
        // The invocation itself is over when the method's caller has its publisher.
        MethodInvocation later = ((ProxyMethodInvocation) call).invocableClone();
        return call.getMethod().getReturnType() == Mono.class
                ? Mono.deferContextual(context -> asked(context, needsPrincipal, ask)
                        .flatMap(held -> Mono.using(
                                () -> held, open -> (Mono<?>) proceed(later), open -> open.ifPresent(Held::close))))
                : Flux.deferContextual(context -> asked(context, needsPrincipal, ask)
                        .flatMapMany(held -> Flux.using(
                                () -> held,
                                open -> (Publisher<?>) proceed(later),
                                open -> open.ifPresent(Held::close))));
    }

    private Mono<Optional<Held>> asked(ContextView context, boolean needsPrincipal, Supplier<@Nullable Held> ask) {
        Supplier<Optional<Held>> decision = () -> Optional.ofNullable(ask.get());
        return CurrentExchange.of(context, needsPrincipal)
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
