package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.TimeoutError;

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
     * the interrupt flag is set and the last failure is thrown. An attempt that takes longer than {@code attempt-timeout} is
     * interrupted; what it then throws is the cause of a {@link TimeoutError}.
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
     * Runs a call again also when it returns what is not wanted, as a job that is not done yet.
     * @param policy {@code default}, or an id below {@code vault.observability.retry.policies}
     * @param operation what is being done, from a bounded set
     * @param call what to run, safe to run twice
     * @param unwanted which results are worth another attempt
     * @param <T> the type of the value
     * @return what the call returned at last, wanted or not
     * @throws Exception what the call threw at last, the same instance, with earlier failures suppressed in it
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    <T> T execute(String policy, String operation, Callable<T> call, Predicate<? super T> unwanted) throws Exception;

    /**
     * Runs a call that fails after it has returned. The first attempt is started on the calling thread; no thread waits.
     * Further ones run on the application's task executor, with what the calling thread knows of its request.
     * @param policy {@code default}, or an id below {@code vault.observability.retry.policies}
     * @param operation what is being done, from a bounded set
     * @param call starts an attempt, safe to run twice
     * @param <T> the type of the value
     * @return the outcome; it fails as {@link #execute(String, String, Callable)} does, and when it is cancelled, so is the
     * attempt that runs
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    <T> CompletableFuture<T> executeAsync(String policy, String operation, Supplier<? extends CompletionStage<T>> call);

    /**
     * Finds a policy, for {@link Attempt#retryIf(java.util.function.Predicate, Attempt.Policy)}. Each delay it gives is taken
     * from its budget, to which each call adds that fails at first; the time limits are not its business.
     * @param name {@code default}, or an id below {@code vault.observability.retry.policies}
     * @return the policy; it gives up what is not retryable
     * @throws IllegalArgumentException when there is no such policy; it names those that there are
     */
    Attempt.Policy policy(String name);
}
