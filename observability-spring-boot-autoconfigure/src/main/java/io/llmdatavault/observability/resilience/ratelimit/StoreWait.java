package io.llmdatavault.observability.resilience.ratelimit;

/** How long one call has waited for a shared store, all of its limits together. Used by one thread. */
final class StoreWait {

    private long nanos;

    long nanos() {
        return nanos;
    }

    void add(long waited) {
        nanos += waited;
    }
}
