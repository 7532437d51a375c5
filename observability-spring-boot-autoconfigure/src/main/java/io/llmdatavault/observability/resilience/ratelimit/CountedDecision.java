package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.llmdatavault.observability.error.RateLimitError;
import org.jspecify.annotations.Nullable;

/** What one of our limits decided. */
final class CountedDecision implements RevocableDecision {

    private final CountedLimit decidedBy;

    private final boolean allowed;

    private final long limit;

    private final long current;

    private final Instant resetAt;

    private final Duration retryAfter;

    private final @Nullable Runnable giveBack;

    private final AtomicBoolean givenBack = new AtomicBoolean();

    /**
     * Keeps a decision.
     * @param giveBack gives back what was taken; {@code null} when nothing was
     */
    CountedDecision(
            CountedLimit decidedBy,
            boolean allowed,
            long limit,
            long current,
            Instant resetAt,
            Duration retryAfter,
            @Nullable Runnable giveBack) {
        this.decidedBy = decidedBy;
        this.allowed = allowed;
        this.limit = limit;
        this.current = current;
        this.resetAt = resetAt;
        this.retryAfter = retryAfter;
        this.giveBack = giveBack;
    }

    @Override
    public boolean allowed() {
        return allowed;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long current() {
        return current;
    }

    @Override
    public Instant resetAt() {
        return resetAt;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public RateLimitDecision orThrow() {
        if (!allowed) {
            throw RateLimitError.builder(decidedBy.type(), limit)
                    .message("Rate limit \"" + decidedBy.name() + "\" of " + limit + " exceeded: " + decidedBy.type())
                    .current(current)
                    .resetAt(resetAt)
                    .retryAfter(retryAfter)
                    .build();
        }
        return this;
    }

    @Override
    public void close() {
        if (decidedBy.isHeld()) {
            revoke();
        }
    }

    @Override
    public void revoke() {
        if (giveBack != null && givenBack.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
