package io.llmdatavault.observability.resilience.ratelimit;

/** Counts the permits of one limit, key by key. Thread-safe. */
interface PermitCounter extends AutoCloseable {

    /** Takes permits, all or none. */
    Count take(String key, long permits, long limit);

    /** Gives permits back that were taken a moment ago. Never throws. */
    void giveBack(String key, long permits, long limit);

    @Override
    void close();

    /** What became of it. */
    record Count(boolean allowed, long used, long nanosToReset) {}
}
