package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;

/**
 * The permits of one key. Its cycles start with its first call. Thread-safe, never waits.
 */
final class Bucket {

    /** Every permit was taken: what {@link #acquire} answers. */
    static final int TAKEN = -1;

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
     * @return {@link #TAKEN}, or how many were taken already when these did not fit in
     */
    int acquire(int permits) {
        while (!limiter.acquirePermission(permits)) {
            int used = used();
            // They would fit now: a new cycle has begun since the limiter said no.
            if (used + permits > limit) {
                return used;
            }
        }
        return TAKEN;
    }

    int used() {
        return limit - limiter.getMetrics().getAvailablePermissions();
    }

    /** The limiter's own number is for one permit; with permits left it is zero. More than zero, at most the period. */
    long nanosToReset() {
        return period - Math.floorMod(clock.get() - clock.start, period);
    }

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
