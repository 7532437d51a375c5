package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Origin;

/** What one of our limits decided. */
final class CountedDecision implements RevocableDecision, Held {

    private final CountedLimit decidedBy;

    private final boolean allowed;

    private final long limit;

    private final long current;

    private final long permits;

    private final Duration untilReset;

    private final Instant resetAt;

    private final Origin origin;

    private final AtomicBoolean givenBack = new AtomicBoolean();

    /**
     * Keeps a decision.
     * @param permits how many were asked for; 0 where nothing was counted
     * @param origin where they were taken from
     */
    CountedDecision(
            CountedLimit decidedBy,
            boolean allowed,
            long limit,
            long current,
            long permits,
            Duration untilReset,
            Instant resetAt,
            Origin origin) {
        this.decidedBy = decidedBy;
        this.allowed = allowed;
        this.limit = limit;
        this.current = current;
        this.permits = permits;
        this.untilReset = untilReset;
        this.resetAt = resetAt;
        this.origin = origin;
    }

    long permits() {
        return permits;
    }

    Duration untilReset() {
        return untilReset;
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
        return allowed ? Duration.ZERO : untilReset;
    }

    @Override
    public RateLimitDecision orThrow() {
        if (!allowed) {
            throw RateLimitError.builder(decidedBy.type(), limit)
                    .message("Rate limit \"" + decidedBy.name() + "\" of " + limit + " exceeded: " + decidedBy.type())
                    .current(current)
                    .resetAt(resetAt)
                    .retryAfter(untilReset)
                    .build();
        }
        return this;
    }

    @Override
    public void settle() {
        decidedBy.settled(this);
    }

    @Override
    public void close() {
        if (decidedBy.isHeld()) {
            giveBack();
        }
    }

    @Override
    public void revoke() {
        giveBack();
        decidedBy.revoked(this);
    }

    private void giveBack() {
        if (givenBack.compareAndSet(false, true)) {
            origin.giveBack();
        }
    }
}
