package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.llmdatavault.observability.resilience.retry.RetryPolicy.Decision;
import org.jspecify.annotations.Nullable;

/** How one call has gone so far. Used by one thread at a time. */
final class RetryCourse {

    static final int MAX_SUPPRESSED = 10;

    private final Retry retry;

    private final long start;

    /** What the call is within. */
    private final @Nullable AttemptRequest outer;

    private int attempts;

    /** Of the current attempt, or of the last one. */
    private @Nullable AttemptRequest request;

    private @Nullable Deque<Exception> earlier;

    RetryCourse(Retry retry, long start, @Nullable AttemptRequest outer) {
        this.retry = retry;
        this.start = start;
        this.outer = outer;
    }

    /** The longest time for the next attempt; zero for none. */
    Duration attemptLimit() {
        RetrySettings settings = retry.policy().settings();
        if (settings.maxDuration().isZero()) {
            return settings.attemptTimeout();
        }
        // Not zero, which means that there is no limit.
        Duration left = Duration.ofNanos(Math.max(1, nanosLeft()));
        Duration limit = settings.attemptTimeout();
        return limit.isZero() || limit.compareTo(left) > 0 ? left : limit;
    }

    private long nanosLeft() {
        Duration most = retry.policy().settings().maxDuration();
        return most.isZero() ? Long.MAX_VALUE : most.toNanos() - (retry.nanoTime() - start);
    }

    /** Whether there is any for another attempt. */
    boolean hasTimeLeft() {
        return nanosLeft() > 0;
    }

    /** Begins an attempt, whichever thread it is on. */
    AttemptRequest nextAttempt() {
        AttemptRequest next = new AttemptRequest(outer);
        request = next;
        return next;
    }

    void succeeded() {
        attempts++;
        retry.ended(attempts, Decision.SUCCESS, null);
    }

    /** The time until the next attempt; {@code null} when the failure is to be thrown. */
    @Nullable
    Duration failed(Exception failure) {
        attempts++;
        Decision decision = retry.policy().decide(attempts, failure, request, nanosLeft());
        retry.ended(attempts, decision, failure);
        if (decision.delay() != null) {
            keep(failure);
        }
        return decision.delay();
    }

    /** The same where nothing can be waited for. Returns whether it would have been worth it. */
    boolean failedForGood(Exception failure) {
        attempts++;
        retry.ended(attempts, Decision.NOT_RETRYABLE, failure);
        return retry.policy().isRetryable(failure, request);
    }

    /** The time until the next attempt; {@code null} when the result has to do. */
    @Nullable
    Duration unwanted() {
        attempts++;
        Decision decision = retry.policy().decideAfterResult(attempts, nanosLeft());
        retry.ended(attempts, decision, null);
        return decision.delay();
    }

    /** The same where nothing can be waited for. */
    void unwantedForGood() {
        attempts++;
        retry.ended(attempts, Decision.NOT_RETRYABLE, null);
    }

    private void keep(Exception failure) {
        if (earlier == null) {
            earlier = new ArrayDeque<>();
        }
        if (earlier.size() == MAX_SUPPRESSED) {
            earlier.removeFirst();
        }
        earlier.add(failure);
    }

    /** Gives a failure those before it: the last ones, and no more to one that is thrown again and again. */
    void addEarlierTo(Exception failure) {
        if (earlier != null) {
            earlier.stream()
                    .filter(other -> other != failure)
                    .distinct()
                    .limit(Math.max(0, MAX_SUPPRESSED - failure.getSuppressed().length))
                    .forEach(failure::addSuppressed);
        }
    }
}
