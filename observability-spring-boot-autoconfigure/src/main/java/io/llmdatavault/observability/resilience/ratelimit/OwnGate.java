package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * A limit of the application's own.
 *
 * @param limits who counts
 * @param name what they call it
 */
record OwnGate(RateLimits limits, String name) implements Gate {

    @Override
    public Held pass(@Nullable String key, long permits) {
        return limits.acquire(name, key, permits).orThrow()::close;
    }

    @Override
    public RateLimitDecision ask(@Nullable String key, long permits, StoreWait wait) {
        return limits.acquire(name, key, permits);
    }

    /** Asked where it always is: the application knows its threads. */
    @Override
    public boolean mayWait() {
        return false;
    }
}
