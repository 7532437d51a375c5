package io.llmdatavault.observability.resilience.ratelimit;

/** A decision of a counter that hears what became of the call: another limit of it may yet refuse. */
interface RevocableDecision extends RateLimitDecision {

    /** All limits of the call have given their permits: only now it is told that this one has. */
    void settle();

    /** Gives all permits back, as if they had not been taken, because another limit of the same call has refused it. */
    void revoke();
}
