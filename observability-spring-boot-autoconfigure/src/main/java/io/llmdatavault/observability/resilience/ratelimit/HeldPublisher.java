package io.llmdatavault.observability.resilience.ratelimit;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Permits that are taken when somebody subscribes, and given back when that subscription ends. Loaded where there is Reactor. */
final class HeldPublisher {

    private HeldPublisher() {}

    static Object of(ReactiveAdapter adapter, MethodInvocation call, Supplier<Held> take) {
        // The invocation itself is over when the method's caller has its publisher.
        ProxyMethodInvocation later = (ProxyMethodInvocation) ((ProxyMethodInvocation) call).invocableClone();
        return adapter.fromPublisher(
                adapter.isMultiValue()
                        ? Flux.using(take::get, held -> publisher(adapter, later), Held::close)
                        : Mono.using(take::get, held -> Mono.from(publisher(adapter, later)), Held::close));
    }

    private static Publisher<Object> publisher(ReactiveAdapter adapter, ProxyMethodInvocation call) {
        try {
            // Each subscription goes on from here.
            return adapter.toPublisher(call.invocableClone().proceed());
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw Exceptions.propagate(ex);
        }
    }
}
