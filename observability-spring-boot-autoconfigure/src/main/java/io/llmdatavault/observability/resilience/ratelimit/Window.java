package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;
import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one key, as {@link PermitScript} counts them in Redis: the first call after the last window begins the next
 * one. Thread-safe; the lock is held for a few additions.
 */
final class Window {

    private long start;

    private long used;

    private State state = State.NEW;

    /**
     * Takes permits, all or none.
     * @param length how long a window is, in nanoseconds
     * @param now a reading of the clock
     * @return {@code null} when this one has been put aside: there may be another one for the key by now
     */
    synchronized @Nullable Count take(long permits, long limit, long length, long now) {
        if (state == State.RETIRED) {
            return null;
        }
        if (hasEnded(length, now)) {
            state = State.BEGUN;
            start = now;
            used = 0;
        }
        boolean allowed = permits <= limit - used;
        if (allowed) {
            used += permits;
        }
        long begun = start;
        Origin origin = allowed ? () -> giveBack(permits, begun) : Origin.NOTHING;
        return new Count(allowed, used, length - (now - begun), origin);
    }

    /** Unless the next window has begun, which has not taken them. */
    private synchronized void giveBack(long permits, long begun) {
        if (start == begun) {
            used -= permits;
        }
    }

    /** Puts it aside, for good, when it has ended. Returns whether it has. */
    synchronized boolean retire(long length, long now) {
        if (state == State.BEGUN && hasEnded(length, now)) {
            state = State.RETIRED;
        }
        return state == State.RETIRED;
    }

    private boolean hasEnded(long length, long now) {
        return state != State.BEGUN || now - start >= length;
    }

    private enum State {
        NEW,
        BEGUN,
        RETIRED
    }
}
