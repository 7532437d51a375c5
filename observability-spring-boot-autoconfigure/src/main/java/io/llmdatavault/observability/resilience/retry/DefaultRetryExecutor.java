package io.llmdatavault.observability.resilience.retry;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** The shipped executor: what is to be retried goes to where its kind of call is. */
final class DefaultRetryExecutor implements RetryExecutor, AutoCloseable {

    private final Map<String, RetryPolicy> policies;

    private final Retry.Surroundings surroundings;

    private final RetryThreads threads;

    private final BlockingRetry blocking;

    private final StageRetry stages;

    DefaultRetryExecutor(
            Map<String, RetrySettings> settings,
            Function<Throwable, VaultError> translator,
            Retry.Surroundings surroundings,
            RetryThreads threads,
            BlockingRetry blocking,
            StageRetry stages) {
        this.policies = settings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> new RetryPolicy(
                                entry.getKey(), entry.getValue(), translator, surroundings.nanoTime())));
        this.surroundings = surroundings;
        this.threads = threads;
        this.blocking = blocking;
        this.stages = stages;
    }

    @Override
    public <T> T execute(String policy, Callable<T> call) throws Exception {
        return execute(policy, ErrorContext.UNKNOWN_OPERATION, call);
    }

    @Override
    public <T> T execute(String policy, String operation, Callable<T> call) throws Exception {
        return blocking.call(retry(policy(policy), operation), call, null);
    }

    @Override
    public <T> T execute(String policy, String operation, Callable<T> call, Predicate<? super T> unwanted)
            throws Exception {
        return blocking.call(retry(policy(policy), operation), call, unwanted);
    }

    @Override
    public <T> CompletableFuture<T> executeAsync(
            String policy, String operation, Supplier<? extends CompletionStage<T>> call) {
        return stages.call(retry(policy(policy), operation), call, null);
    }

    @Override
    public RetryPolicy policy(String name) {
        RetryPolicy policy = policies.get(name);
        if (policy == null) {
            throw new IllegalArgumentException("There is no retry policy \"" + name + "\"; there are " + names());
        }
        return policy;
    }

    /** Null when there is no such policy. */
    @Nullable
    Retry find(String policy, String operation) {
        RetryPolicy found = policies.get(policy);
        return found != null ? retry(found, operation) : null;
    }

    BlockingRetry blocking() {
        return blocking;
    }

    StageRetry stages() {
        return stages;
    }

    String names() {
        return policies.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private Retry retry(RetryPolicy policy, String operation) {
        return new Retry(policy, operation, surroundings);
    }

    @Override
    public void close() {
        threads.close();
        stages.close();
    }
}
