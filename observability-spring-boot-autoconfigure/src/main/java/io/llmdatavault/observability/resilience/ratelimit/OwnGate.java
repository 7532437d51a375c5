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
        return ask(key, permits).orThrow()::close;
    }

    @Override
    public RateLimitDecision ask(@Nullable String key, long permits) {
        return limits.acquire(name, key, permits);
    }
}
