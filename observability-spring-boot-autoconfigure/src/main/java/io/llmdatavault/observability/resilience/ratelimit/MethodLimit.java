package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;

/**
 * What one method asks before each call: all of its limits, or none of them has anything taken.
 *
 * @param limits in the order of their annotations, one or more
 * @param deferred asks on Spring WebFlux when somebody subscribes; {@code null} where the method is asked for when it is called
 * @param needsPrincipal whether the user must be known then, whom to find out may cost something
 * @param mayWait whether whoever asks may wait for a shared store
 * @param adapter of what the method returns, when permits are held until that ends; {@code null} for anything else
 */
record MethodLimit(
        List<LimitedCall> limits,
        @Nullable DeferredCalls deferred,
        boolean needsPrincipal,
        boolean mayWait,
        @Nullable ReactiveAdapter adapter) {

    /** Asks, then calls the method; the other way about where what it returns has to wait for its subscriber. */
    @Nullable
    Object call(MethodInvocation call) throws Throwable {
        if (deferred != null) {
            return deferred.defer(call, needsPrincipal, mayWait, () -> take(call));
        }
        if (adapter != null) {
            // The request is known now; the subscriber may be on another thread.
            List<Function<StoreWait, RateLimitDecision>> prepared =
                    limits.stream().map(limit -> limit.prepare(call)).toList();
            return HeldPublisher.of(adapter, call, mayWait, () -> takeAll(prepared));
        }
        Held held = take(call);
        return held == null ? call.proceed() : proceed(call, held);
    }

    private @Nullable Held take(MethodInvocation call) {
        return limits.size() == 1
                ? limits.get(0).pass(call)
                : takeAll(limits.stream().map(limit -> limit.prepare(call)).toList());
    }

    private static Held takeAll(List<Function<StoreWait, RateLimitDecision>> prepared) {
        return HeldPermits.take(prepared, Function::apply);
    }

    private static @Nullable Object proceed(MethodInvocation call, Held held) throws Throwable {
        Object result;
        try {
            result = call.proceed();
        } catch (Throwable ex) {
            closeAfter(ex, held);
            throw ex;
        }
        if (result instanceof CompletionStage<?> stage) {
            closeAfter(stage, held);
        } else {
            held.close();
        }
        return result;
    }

    /** What the method has thrown is what its caller hears of. */
    private static void closeAfter(Throwable failure, Held held) {
        try {
            held.close();
        } catch (RuntimeException ex) {
            if (ex != failure) {
                failure.addSuppressed(ex);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the caller has the stage itself
    private static void closeAfter(CompletionStage<?> stage, Held held) {
        stage.whenComplete((value, failure) -> held.close());
    }
}
