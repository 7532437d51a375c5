package io.llmdatavault.observability.resilience.ratelimit;

/** A decision of a counter that can forget what it has just counted. */
interface RevocableDecision extends RateLimitDecision {

    /** Gives all permits back, as if they had not been taken, because another limit of the same call has refused it. */
    void revoke();
}
