package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Gives another outcome to a call that has failed for good after it had returned. */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained here completes the result, whatever happens
record StageFallback(RetriedMethod method, FallbackMethod fallback) implements RetriedMethod {

    @Override
    @SuppressWarnings("unchecked") // the method returns a stage, and what is in it is nobody's business here
    public @Nullable Object call(MethodInvocation call) throws Exception {
        CompletableFuture<Object> retried = (CompletableFuture<Object>) method.call(call);
        if (retried == null) {
            return null;
        }
        CompletableFuture<Object> result = new CompletableFuture<>();
        retried.whenComplete((value, failure) -> {
            if (failure instanceof Exception ex && !result.isDone()) {
                fallBack(call, ex, result);
            } else {
                complete(result, value, failure);
            }
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                retried.cancel(true);
            }
        });
        return result;
    }

    @SuppressWarnings("unchecked")
    private void fallBack(MethodInvocation call, Exception failure, CompletableFuture<Object> result) {
        try {
            CompletionStage<Object> other = (CompletionStage<Object>) fallback.call(call, failure);
            if (other == null) {
                result.complete(null);
            } else {
                other.whenComplete((value, ex) -> {
                    if (ex != null) {
                        FallbackMethod.remember(failure, ex);
                    }
                    complete(result, value, ex);
                });
            }
        } catch (Exception | Error ex) {
            result.completeExceptionally(ex);
        }
    }

    private static void complete(
            CompletableFuture<Object> result, @Nullable Object value, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }
}
