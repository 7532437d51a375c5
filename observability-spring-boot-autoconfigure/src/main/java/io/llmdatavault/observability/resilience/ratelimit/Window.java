package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;

/**
 * The permits of one key, as {@link PermitScript} counts them in Redis: the first call after the last window begins the next
 * one. Thread-safe; the lock is held for a few additions.
 */
final class Window {

    private long start;

    private long used;

    private boolean begun;

    /**
     * Takes permits, all or none.
     * @param length how long a window is, in nanoseconds
     * @param now a reading of the clock
     */
    synchronized Count take(long permits, long limit, long length, long now) {
        if (!begun || now - start >= length) {
            begun = true;
            start = now;
            used = 0;
        }
        boolean allowed = permits <= limit - used;
        if (allowed) {
            used += permits;
        }
        return new Count(allowed, used, length - (now - start));
    }

    /** Gives permits back, unless their window has ended. */
    synchronized void giveBack(long permits, long length, long now) {
        if (begun && now - start < length) {
            used = Math.max(0, used - permits);
        }
    }
}
