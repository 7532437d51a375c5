package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes when it is told to, the wall clock and that of durations alike. */
final class SteppedClock extends Clock {

    private final Instant start;

    private Duration passed = Duration.ZERO;

    SteppedClock(Instant start) {
        this.start = start;
    }

    void advance(Duration duration) {
        passed = passed.plus(duration);
    }

    long nanoTime() {
        return passed.toNanos();
    }

    @Override
    public Instant instant() {
        return start.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
