package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.Callable;

import io.llmdatavault.observability.error.Attempt;

/**
 * Runs calls again that fail with what may succeed in a moment. A bean; thread-safe.
 *
 * <pre>{@code
 * byte[] bytes = retryExecutor.execute("storage", () -> storage.read(id));
 * }</pre>
 *
 * @since 0.1.0
 */
public interface RetryExecutor {

    /** The policy whose numbers are directly below {@code vault.observability.retry}. */
    String DEFAULT_POLICY = "default";

    /**
     * Runs a call on the calling thread, as often as the policy allows, waiting in between. An interrupt ends the waiting:
     * the interrupt flag is set and the last failure is thrown.
     * @param policy {@code default}, or an id below {@code vault.observability.retry.policies}
     * @param operation what is being done, from a bounded set (it becomes a metric label), as in {@code store_record}
     * @param call what to run, safe to run twice
     * @param <T> the type of the value
     * @return what the call returned at last
     * @throws Exception what the call threw at last, the same instance, with earlier failures suppressed in it
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    <T> T execute(String policy, String operation, Callable<T> call) throws Exception;

    /**
     * Runs a call whose operation has no name in metrics.
     * @param policy {@code default}, or an id below {@code vault.observability.retry.policies}
     * @param call what to run, safe to run twice
     * @param <T> the type of the value
     * @return what the call returned at last
     * @throws Exception what the call threw at last, the same instance, with earlier failures suppressed in it
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    <T> T execute(String policy, Callable<T> call) throws Exception;

    /**
     * Finds a policy, for {@link Attempt#retryIf(java.util.function.Predicate, Attempt.Policy)}.
     * @param name {@code default}, or an id below {@code vault.observability.retry.policies}
     * @return the policy; it gives up what is not retryable
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    Attempt.Policy policy(String name);
}
