package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A wall clock that goes as fast as the one that measures durations, and may be set. */
final class AdvancingClock extends Clock {

    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final LongSupplier nanos;

    private final long first;

    private final Supplier<Duration> set;

    AdvancingClock(LongSupplier nanos) {
        this(nanos, () -> Duration.ZERO);
    }

    /**
     * A clock.
     * @param nanos how many nanoseconds it is since any time
     * @param set how far the clock is ahead of what it was
     */
    AdvancingClock(LongSupplier nanos, Supplier<Duration> set) {
        this.nanos = nanos;
        this.first = nanos.getAsLong();
        this.set = set;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.getAsLong() - first).plus(set.get());
    }
}
