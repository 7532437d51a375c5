package io.llmdatavault.observability.resilience.ratelimit;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Permits that are taken when somebody subscribes, and given back when that subscription ends. Loaded where there is Reactor.
 * A subscriber may be on an event loop: what may wait for a shared store is decided on a thread that may, and goes on there.
 */
final class HeldPublisher {

    private HeldPublisher() {}

    /** A thread that may wait decides itself: the request is bound to a servlet's. */
    static Object of(ReactiveAdapter adapter, MethodInvocation call, boolean mayWait, Supplier<Held> take) {
        // The invocation itself is over when the method's caller has its publisher.
        ProxyMethodInvocation later = (ProxyMethodInvocation) ((ProxyMethodInvocation) call).invocableClone();
        return adapter.fromPublisher(
                adapter.isMultiValue()
                        ? Flux.defer(() -> flux(mayWait && isOnLoop(), take, () -> publisher(adapter, later)))
                        : Mono.defer(
                                () -> mono(mayWait && isOnLoop(), take, () -> Mono.from(publisher(adapter, later)))));
    }

    private static boolean isOnLoop() {
        return Schedulers.isInNonBlockingThread();
    }

    static <T> Mono<T> mono(boolean mayWait, Supplier<Held> take, Supplier<? extends Mono<? extends T>> work) {
        return mayWait
                ? takeOn(Schedulers.boundedElastic(), take).flatMap(held -> mono(false, () -> held, work))
                : Mono.using(take::get, held -> work.get(), Held::close);
    }

    static <T> Flux<T> flux(boolean mayWait, Supplier<Held> take, Supplier<? extends Publisher<? extends T>> work) {
        return mayWait
                ? takeOn(Schedulers.boundedElastic(), take).flatMapMany(held -> flux(false, () -> held, work))
                : Flux.using(take::get, held -> work.get(), Held::close);
    }

    /**
     * Takes permits on another thread. Not by {@code subscribeOn}: it interrupts when the subscriber goes, and reserves a
     * thread for as long as a stream goes on. Where there is no room for one more the error is signalled.
     */
    static Mono<Held> takeOn(Scheduler scheduler, Supplier<Held> take) {
        return Mono.create(sink -> {
            Disposable.Swap onCancel = Disposables.swap();
            sink.onCancel(onCancel);
            scheduler.schedule(() -> answer(sink, onCancel, take));
        });
    }

    private static void answer(MonoSink<Held> sink, Disposable.Swap onCancel, Supplier<Held> take) {
        if (onCancel.isDisposed()) {
            return;
        }
        Held held;
        try {
            held = take.get();
        } catch (Throwable ex) {
            sink.error(ex);
            return;
        }
        // Given back at once where nobody waits for it any more.
        onCancel.replace(held::close);
        sink.success(held);
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
