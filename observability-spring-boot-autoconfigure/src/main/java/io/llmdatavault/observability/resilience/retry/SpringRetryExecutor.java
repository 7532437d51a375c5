package io.llmdatavault.observability.resilience.retry;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.backoff.Sleeper;

/** Spring Retry's templates behind our interface. */
final class SpringRetryExecutor implements RetryExecutor {

    private final Map<String, RetryPolicy> policies;

    private final OutcomeCounter outcomes;

    private final Sleeper sleeper;

    SpringRetryExecutor(
            Map<String, RetrySettings> settings,
            Function<Throwable, VaultError> translator,
            OutcomeCounter outcomes,
            Sleeper sleeper) {
        this.policies = settings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> new RetryPolicy(entry.getValue(), translator)));
        this.outcomes = outcomes;
        this.sleeper = sleeper;
    }

    @Override
    public <T> T execute(String policy, Callable<T> call) throws Exception {
        return execute(policy, ErrorContext.UNKNOWN_OPERATION, call);
    }

    @Override
    public <T> T execute(String policy, String operation, Callable<T> call) throws Exception {
        RetryPolicy found = policy(policy);
        T result;
        try {
            result = call.call();
        } catch (Exception ex) {
            return retry(found, operation).afterFailure(ex, call);
        }
        outcomes.count(operation, Retry.SUCCESS);
        return result;
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

    String names() {
        return policies.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private Retry retry(RetryPolicy policy, String operation) {
        return new Retry(policy, operation, outcomes, sleeper);
    }
}
