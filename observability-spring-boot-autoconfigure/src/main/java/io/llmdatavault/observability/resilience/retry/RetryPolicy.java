package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Decides whether and when a failed call is tried again: every rule of this package is here. Thread-safe. */
final class RetryPolicy implements Attempt.Policy {

    private final String name;

    private final RetrySettings settings;

    private final Function<Throwable, VaultError> translator;

    private final HttpFailures httpFailures = new HttpFailures();

    private final @Nullable RetryBudget budget;

    RetryPolicy(
            String name, RetrySettings settings, Function<Throwable, VaultError> translator, LongSupplier nanoTime) {
        this.name = name;
        this.settings = settings;
        this.translator = translator;
        RetrySettings.Budget numbers = settings.budget();
        this.budget = numbers.enabled() ? new RetryBudget(numbers.ratio(), numbers.minPerSecond(), nanoTime) : null;
    }

    String name() {
        return name;
    }

    RetrySettings settings() {
        return settings;
    }

    /** Counts a call, for the budget. */
    void called() {
        if (budget != null) {
            budget.called();
        }
    }

    @Override
    public Optional<Duration> delayAfter(int attempts, Exception failure) {
        if (attempts == 1) {
            // Nobody tells of calls that succeed, but those that fail earn their part, too.
            called();
        }
        return Optional.ofNullable(
                decide(attempts, failure, null, Long.MAX_VALUE).delay());
    }

    /**
     * Decides after a failure, and takes a retry out of the budget when there is one to come.
     * @param attempts how often the call has run by now, from 1
     * @param failure what it threw
     * @param request what the attempt has sent, where that is known
     * @param nanosLeft how much time all further attempts have
     */
    Decision decide(int attempts, Exception failure, @Nullable AttemptRequest request, long nanosLeft) {
        VaultError error = retryable(failure);
        if (error == null) {
            return Decision.NOT_RETRYABLE;
        }
        return isDoneAlready(failure, request, error)
                ? Decision.SENT
                : decide(attempts, error.retryAfter().orElse(Duration.ZERO), nanosLeft);
    }

    /** Whether a failure is worth another attempt, were there one left. */
    boolean isRetryable(Exception failure, @Nullable AttemptRequest request) {
        VaultError error = retryable(failure);
        return error != null && !isDoneAlready(failure, request, error);
    }

    private @Nullable VaultError retryable(Exception failure) {
        if (Thread.currentThread().isInterrupted() || wasInterrupted(failure)) {
            return null;
        }
        VaultError error = translator.apply(failure);
        return error.retryable() ? error : null;
    }

    /** By somebody who wants the thread to end; an attempt whose time ran out was interrupted by its limit. */
    private static boolean wasInterrupted(Exception failure) {
        return ErrorChain.find(failure, InterruptedException.class) != null
                && ErrorChain.find(failure, TimeoutError.class) == null;
    }

    /** Decides after a result that the call does not want. */
    Decision decideAfterResult(int attempts, long nanosLeft) {
        return Thread.currentThread().isInterrupted()
                ? Decision.NOT_RETRYABLE
                : decide(attempts, Duration.ZERO, nanosLeft);
    }

    private boolean isDoneAlready(Exception failure, @Nullable AttemptRequest request, VaultError error) {
        if (settings.nonIdempotentHttp()) {
            return false;
        }
        boolean mayBeDone = httpFailures.mayBeDone(failure, error, request);
        if (!mayBeDone && request != null) {
            request.takeBack();
        }
        return mayBeDone;
    }

    /** Who says when to come back is not asked earlier; who asks for more patience than there is, is not asked again. */
    private Decision decide(int attempts, Duration asked, long nanosLeft) {
        if (attempts >= settings.maxAttempts()) {
            return Decision.EXHAUSTED;
        }
        if (asked.compareTo(settings.maxBackoff()) > 0) {
            return Decision.TOO_LONG;
        }
        Duration ours = backoffAfter(attempts);
        Duration delay = ours.compareTo(asked) >= 0 ? ours : asked;
        if (delay.toNanos() >= nanosLeft) {
            return Decision.TOO_LATE;
        }
        if (budget != null && !budget.take()) {
            return Decision.OVER_BUDGET;
        }
        return new Decision(RetryOutcome.RETRIED, delay, "");
    }

    /** The jitter comes after the maximum: else all who reach it would come back in step. */
    private Duration backoffAfter(int attempts) {
        double grown = settings.initialBackoff().toNanos() * Math.pow(settings.multiplier(), attempts - 1.0);
        double longest = Math.min(grown, (double) settings.maxBackoff().toNanos());
        double inBothDirections = 2 * ThreadLocalRandom.current().nextDouble() - 1;
        return Duration.ofNanos((long) (longest * (1 + settings.jitter() * inBothDirections)));
    }

    /**
     * What comes after an attempt.
     *
     * @param outcome what became of the attempt
     * @param delay the time until the next one; {@code null} when there is none
     * @param reason why there is none, where the outcome does not say it
     */
    record Decision(RetryOutcome outcome, @Nullable Duration delay, String reason) {

        static final Decision SUCCESS = new Decision(RetryOutcome.SUCCESS, null, "");

        static final Decision NOT_RETRYABLE = new Decision(RetryOutcome.NOT_RETRYABLE, null, "");

        static final Decision SENT = new Decision(
                RetryOutcome.NOT_RETRYABLE,
                null,
                ", as an HTTP request that is not idempotent was sent and may have had its effect");

        static final Decision EXHAUSTED = new Decision(RetryOutcome.EXHAUSTED, null, "");

        static final Decision TOO_LONG =
                new Decision(RetryOutcome.EXHAUSTED, null, ", as it is to be asked again later than max-backoff");

        static final Decision TOO_LATE = new Decision(RetryOutcome.EXHAUSTED, null, ", as max-duration would be over");

        static final Decision OVER_BUDGET = new Decision(RetryOutcome.BUDGET, null, "");
    }
}
