package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.UnaryCallable;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one of Google's generated clients, all within one time limit. The client's own methods wait for a minute, retry
 * meanwhile, and cannot be interrupted; each of these is one attempt, and an interrupt ends it.
 */
final class GoogleCalls {

    private final @Nullable ApiCallContext once;

    private final CallBudget budget;

    private GoogleCalls(@Nullable ApiCallContext once, CallBudget budget) {
        this.once = once;
        this.budget = budget;
    }

    /** A context is of one transport and refused by the other. A client that does not tell is only waited for. */
    static GoogleCalls of(@Nullable ClientSettings<?> settings, CallBudget budget) {
        String transport =
                settings == null ? "" : settings.getTransportChannelProvider().getTransportName();
        ApiCallContext context = switch (transport) {
            case "grpc" -> GrpcCallContext.createDefault();
            case "httpjson" -> HttpJsonCallContext.createDefault();
            default -> null;
        };
        return new GoogleCalls(context == null ? null : context.withRetryableCodes(Set.of()), budget);
    }

    <Q, A> A make(UnaryCallable<Q, A> callable, Q request) throws InterruptedException, TimeoutException {
        Duration left = budget.left();
        ApiCallContext context = once == null ? null : once.withTimeoutDuration(left);
        ApiFuture<A> answer = callable.futureCall(request, context);
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException ex) {
            throw ex.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("The call failed", ex.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
