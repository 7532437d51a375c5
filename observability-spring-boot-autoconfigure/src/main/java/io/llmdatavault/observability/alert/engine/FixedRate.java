package io.llmdatavault.observability.alert.engine;

import java.time.Duration;

/** When something is due that happens at a fixed rate: what was missed is not made up for. */
final class FixedRate {

    private final long interval;

    private long next;

    /**
     * A rate.
     * @param interval the time between two times, positive
     */
    FixedRate(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** Makes it due for the first time. */
    void startAt(long now) {
        next = now;
    }

    boolean isDue(long now) {
        return next - now <= 0;
    }

    /** The last time that has come. */
    long due(long now) {
        return next + (now - next) / interval * interval;
    }

    /** Makes the first time after now the next one. */
    void skipTo(long now) {
        next = due(now) + interval;
    }

    /** How long until it is due. */
    long remaining(long now) {
        return Math.max(0, next - now);
    }
}
