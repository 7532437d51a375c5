package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/** What a limited method asks: the limit itself where it is ours, so that a call that passes makes no object. */
@FunctionalInterface
interface Gate {

    /** Takes permits or throws. */
    void pass(@Nullable String key, long permits);
}
