package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/** What a limited method asks: the limit itself where it is ours, so that a call that passes makes no object. */
interface Gate {

    /**
     * Takes permits or throws.
     * @return what gives them back when the call has ended; {@code null} where they are not given back
     */
    @Nullable
    AutoCloseable pass(@Nullable String key, long permits);

    /** Takes permits or throws, so that they can be given back when another limit of the same call refuses. */
    RateLimitDecision decide(@Nullable String key, long permits);
}
