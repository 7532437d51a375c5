package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Tells the time of evaluations. Durations come from a clock that never jumps. Timestamps come from the wall clock, are
 * strictly ascending, and are those at which the evaluation was due: a few milliseconds more or less must not decide
 * whether {@code for} has passed. When the wall clock was set, everything that was remembered by it has to move along.
 * Used by one thread.
 */
final class EngineClock {

    /** Differences between the two clocks that are not yet a clock being set. */
    private static final long JUMP_MILLIS = 500;

    /** So much of an interval may an evaluation be late without its time being another. */
    private static final int TOLERATED_PART = 100;

    private static final long TOLERATED_MILLIS = 2;

    /** Both clocks are to be read within this time: a pause in between looks like a clock that was set. */
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int MAX_READINGS = 10;

    private final Clock clock;

    private final LongSupplier nanoTime;

    private final long tolerated;

    private final LongConsumer shift;

    private boolean started;

    private long lastWall;

    private long lastNanos;

    private long lastTimestamp;

    /**
     * A clock.
     * @param clock the wall clock
     * @param nanoTime the clock that never jumps
     * @param interval the time between two evaluations
     * @param shift is told by how many milliseconds the wall clock was set
     */
    EngineClock(Clock clock, LongSupplier nanoTime, Duration interval, LongConsumer shift) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.tolerated = Math.max(TOLERATED_MILLIS, interval.toMillis() / TOLERATED_PART);
        this.shift = shift;
    }

    /**
     * The next tick, now.
     * @param due when the tick should have been, on the clock that never jumps
     */
    Tick tick(long due) {
        long now = nanoTime.getAsLong();
        long wall = clock.millis();
        long after = nanoTime.getAsLong();
        for (int i = 1; i < MAX_READINGS && after - now > AT_ONCE_NANOS; i++) {
            now = after;
            wall = clock.millis();
            after = nanoTime.getAsLong();
        }
        if (started) {
            long jump = wall - lastWall - TimeUnit.NANOSECONDS.toMillis(now - lastNanos);
            if (Math.abs(jump) > JUMP_MILLIS) {
                shift.accept(jump);
                lastTimestamp += jump;
            }
        }
        long late = TimeUnit.NANOSECONDS.toMillis(now - due);
        long timestamp = late <= tolerated ? wall - late : wall;
        lastTimestamp = started ? Math.max(timestamp, lastTimestamp + 1) : timestamp;
        lastWall = wall;
        lastNanos = now;
        started = true;
        return new Tick(Instant.ofEpochMilli(lastTimestamp), due);
    }
}
