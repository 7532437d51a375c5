package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/** What a limited method or path asks: the limit itself where it is ours, so that a call that passes makes no object. */
interface Gate {

    /** The limit of a name, ours or the application's own. */
    static Gate of(RateLimits limits, String name) {
        CountedLimit ours = limits instanceof ConfiguredRateLimits configured ? configured.find(name) : null;
        return ours != null ? ours : new OwnGate(limits, name);
    }

    /**
     * Takes permits or throws.
     * @return what gives them back when the call has ended; {@code null} where they are not given back
     */
    @Nullable
    Held pass(@Nullable String key, long permits);

    /**
     * Takes permits or refuses them, so that they can be given back when another limit of the same call refuses.
     * @param wait how long that call has waited already
     */
    RateLimitDecision ask(@Nullable String key, long permits, StoreWait wait);

    /** Whether whoever asks may wait for a shared store, which nobody is to do on an event loop. */
    boolean mayWait();
}
