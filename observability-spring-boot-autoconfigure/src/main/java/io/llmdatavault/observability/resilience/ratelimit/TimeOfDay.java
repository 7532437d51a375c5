package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells the time of day of a reading of {@link System#nanoTime()}. The same reading has the same time of day however often
 * it is asked for, until the clock is set to another time.
 */
final class TimeOfDay {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** The two clocks drift apart, and a thread may pause between reading one and the other. */
    private static final long TOLERANCE = Duration.ofMillis(100).toNanos();

    private final Clock clock;

    private final LongSupplier nanoTime;

    private volatile long offset;

    TimeOfDay(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.offset = currentOffset();
    }

    /** The time of day so many nanoseconds from now. */
    Instant in(long nanos) {
        return of(nanoTime.getAsLong() + nanos);
    }

    Instant of(long nanos) {
        long current = currentOffset();
        if (Math.abs(current - offset) > TOLERANCE) {
            offset = current;
        }
        long sinceEpoch = nanos + offset;
        return Instant.ofEpochSecond(
                Math.floorDiv(sinceEpoch, NANOS_PER_SECOND), Math.floorMod(sinceEpoch, NANOS_PER_SECOND));
    }

    private long currentOffset() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - nanoTime.getAsLong();
    }
}
