package io.llmdatavault.observability.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call: a value or a failure, to be handled in one expression. The call runs at once, on the calling
 * thread; every step is applied at once, in the order in which it is written.
 *
 * <pre>{@code
 * byte[] bytes = Attempt.of(() -> storage.read(id))
 *         .context(ErrorContext.of("read_record").withResource(id))
 *         .orDefaultIf(NotFoundError.class::isInstance, new byte[0])
 *         .get();
 * }</pre>
 *
 * <p>Not thread-safe: an attempt belongs to the thread that made it.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public class Attempt<T> {

    private final Callable<? extends T> call;

    private @Nullable T value;

    private @Nullable Exception failure;

    /**
     * Runs the call. For subclasses that add steps.
     * @param call what to run; an exception it throws becomes the outcome, a {@link java.lang.Error} passes through
     */
    protected Attempt(Callable<? extends T> call) {
        this.call = Objects.requireNonNull(call, "call");
        run();
    }

    /**
     * Runs a call and keeps its outcome.
     * @param call what to run; an exception it throws becomes the outcome, a {@link java.lang.Error} passes through
     * @param <T> the type of the value
     * @return the outcome
     */
    public static <T> Attempt<T> of(Callable<? extends T> call) {
        return new Attempt<>(call);
    }

    private void run() {
        value = null;
        failure = null;
        try {
            value = call.call();
        } catch (InterruptedException ex) {
            // The thread is asked to stop, whatever becomes of the outcome.
            Thread.currentThread().interrupt();
            failure = ex;
        } catch (Exception ex) {
            failure = ex;
        }
    }

    /**
     * Says where and for whom it failed. A failure that is not a {@link VaultError} becomes one first.
     * @param context the context of the failure
     * @return this attempt
     */
    public Attempt<T> context(ErrorContext context) {
        return withContext(() -> context);
    }

    /**
     * As {@link #context(ErrorContext)}, made only when there is a failure.
     * @param context makes the context of the failure
     * @return this attempt
     */
    public Attempt<T> withContext(Supplier<ErrorContext> context) {
        if (failure != null) {
            failure = toVaultError(failure).withContext(context.get());
        }
        return this;
    }

    /**
     * Runs the call again, for as long as it fails with what the predicate accepts and the policy allows it. Waits on
     * the calling thread. An interrupt ends the waiting; the last failure stays the outcome and the thread stays
     * interrupted. Earlier failures are added to the last one as suppressed.
     * @param predicate which failures are worth another try
     * @param policy how often, and after which time
     * @return this attempt
     */
    public Attempt<T> retryIf(Predicate<? super Exception> predicate, Policy policy) {
        for (int attempts = 1; failure != null && predicate.test(failure); attempts++) {
            Exception last = failure;
            Optional<Duration> delay = policy.delayAfter(attempts, last);
            if (delay.isEmpty() || !pause(delay.get())) {
                break;
            }
            run();
            if (failure != null && failure != last) {
                failure.addSuppressed(last);
            }
        }
        return this;
    }

    /**
     * Replaces some failures by a value.
     * @param predicate which failures
     * @param value the value to take instead
     * @return this attempt
     */
    public Attempt<T> orDefaultIf(Predicate<? super Exception> predicate, T value) {
        if (failure != null && predicate.test(failure)) {
            failure = null;
            this.value = value;
        }
        return this;
    }

    /**
     * Ends the expression.
     * @return the value
     * @throws VaultError the failure; one that was another exception is its cause
     */
    @SuppressWarnings("NullAway") // without a failure the value is what the call returned, as nullable as T
    public T get() {
        if (failure != null) {
            throw toVaultError(failure);
        }
        return value;
    }

    /**
     * The failure as it is now.
     * @return the exception; empty after success
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Makes a {@link VaultError} of any exception. Here: one of kind {@link ErrorKind#INTERNAL}, unless it is one
     * already; subclasses know more.
     * @param failure what the call threw
     * @return the error to throw
     */
    protected VaultError toVaultError(Exception failure) {
        return failure instanceof VaultError error
                ? error
                : InternalServerError.builder(
                                "Call failed: " + failure.getClass().getName())
                        .cause(failure)
                        .build();
    }

    private static boolean pause(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            return true;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * How often to try again, and after which time.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Policy {

        /**
         * Decides after a failure.
         * @param attempts how often the call has run by now, from 1
         * @param failure what it threw last
         * @return the time to wait before the next run; empty to give up
         */
        Optional<Duration> delayAfter(int attempts, Exception failure);

        /**
         * Waits the same time before every further run.
         * @param maxAttempts how often the call may run in all, 1 or more
         * @param delay the time between two runs, zero or more
         * @return the policy
         * @throws IllegalArgumentException when a number is out of range
         */
        static Policy fixed(int maxAttempts, Duration delay) {
            if (maxAttempts < 1 || delay.isNegative()) {
                throw new IllegalArgumentException("A policy needs 1 or more attempts and a delay of zero or more, not "
                        + maxAttempts + " and " + delay);
            }
            return (attempts, failure) -> attempts < maxAttempts ? Optional.of(delay) : Optional.empty();
        }
    }
}
