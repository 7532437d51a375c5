package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one key. Its cycles start with its first call. Thread-safe, never waits.
 */
final class Bucket {

    private final CycleClock clock;

    private final AtomicRateLimiter limiter;

    private final int limit;

    private final long period;

    /** The configuration needs a time-out of zero, so that the limiter never waits. */
    Bucket(RateLimiterConfig configuration, LongSupplier nanoTime) {
        this.clock = new CycleClock(nanoTime);
        this.limiter = new AtomicRateLimiter("vault", configuration, Map.of(), clock);
        this.limit = configuration.getLimitForPeriod();
        this.period = configuration.getLimitRefreshPeriod().toNanos();
    }

    /**
     * Takes permits, all or none.
     * @param permits how many, from 1 to the limit
     * @return {@code null} when they are taken, else why they did not fit in
     */
    @Nullable
    Usage acquire(int permits) {
        while (!limiter.acquirePermission(permits)) {
            Usage usage = usage();
            // They would fit now: a new cycle has begun since the limiter said no.
            if (usage.used + permits > limit) {
                return usage;
            }
        }
        return null;
    }

    /** Both figures of one and the same cycle. */
    Usage usage() {
        long now;
        int used;
        do {
            now = clock.get();
            used = limit - limiter.getMetrics().getAvailablePermissions();
        } while (cycle(now) != cycle(clock.get()));
        long nanosToReset = period - Math.floorMod(now - clock.start, period);
        return new Usage(used, nanosToReset, now + nanosToReset);
    }

    private long cycle(long time) {
        return Math.floorDiv(time - clock.start, period);
    }

    /**
     * How full a bucket is.
     *
     * @param used permits that are taken
     * @param nanosToReset time until they are free again, more than zero, at most the period. The limiter's own number is
     * for one permit; with permits left it is zero.
     * @param resetNanos the same as a reading of the clock
     */
    record Usage(int used, long nanosToReset, long resetNanos) {}

    /** Knows exactly when the limiter took its start: it reads the time once when it is made. */
    private static final class CycleClock implements Supplier<Long> {

        private final LongSupplier nanoTime;

        private long start;

        private boolean started;

        CycleClock(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }

        @Override
        public Long get() {
            long now = nanoTime.getAsLong();
            if (!started) {
                started = true;
                start = now;
            }
            return now;
        }
    }
}
