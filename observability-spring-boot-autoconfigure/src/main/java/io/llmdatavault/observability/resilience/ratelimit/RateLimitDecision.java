package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;

import io.llmdatavault.observability.error.RateLimitError;

/**
 * What a rate limit decided, and what the count was with the decision. Immutable.
 *
 * @since 0.1.0
 */
public interface RateLimitDecision extends AutoCloseable {

    /**
     * Whether the permits were taken.
     * @return whether the permits were taken
     */
    boolean allowed();

    /**
     * How many permits there are, in a window or at once.
     * @return the limit, from 1
     */
    long limit();

    /**
     * How many permits are taken, those of this decision included when it is allowed.
     * @return the count, from 0 to the limit
     */
    long current();

    /**
     * How many permits are left.
     * @return the limit less the count, from 0
     */
    default long remaining() {
        return limit() - current();
    }

    /**
     * When the count starts again from 0; for what goes on at once a guess.
     * @return when the count starts again
     */
    Instant resetAt();

    /**
     * How long to wait before asking again.
     * @return zero when allowed, else the time until the count starts again, more than zero
     */
    Duration retryAfter();

    /**
     * Throws unless allowed.
     * @return this decision
     * @throws RateLimitError when the permits were not taken
     */
    RateLimitDecision orThrow();

    /** Does nothing: what is counted by time is not given back. For limits that count what is going on at once. */
    @Override
    default void close() {}
}
