package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks of the limiter, which stand still unless stepped. */
final class SteppedTime extends Clock {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Close to the overflow, as System.nanoTime() may be. */
    private static final long FIRST_NANOS = Long.MAX_VALUE - 5;

    private final AtomicLong elapsed = new AtomicLong();

    void step(Duration duration) {
        elapsed.addAndGet(duration.toNanos());
    }

    long nanoTime() {
        return FIRST_NANOS + elapsed.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(elapsed.get());
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
