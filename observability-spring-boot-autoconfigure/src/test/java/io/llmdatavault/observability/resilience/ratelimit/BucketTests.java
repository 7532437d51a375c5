package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BucketTests {

    private static final long PERIOD = 1000;

    /** Time goes on with each reading of the clock, so a cycle ends between any two of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 50, 99})
    void figuresAreOfOneCycle(long step) {
        AtomicLong time = new AtomicLong();
        AtomicLong last = new AtomicLong();
        RateLimiterConfig configuration = RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofNanos(PERIOD))
                .timeoutDuration(Duration.ZERO)
                .build();
        Bucket bucket = new Bucket(configuration, () -> {
            last.set(time.getAndAdd(step));
            return last.get();
        });
        Set<Long> cyclesWithACall = new HashSet<>();
        int refused = 0;
        for (int call = 0; call < 10_000; call++) {
            long before = time.get();
            Bucket.Usage full = bucket.acquire(1);
            if (full == null) {
                cyclesWithACall.addAll(List.of(before / PERIOD, last.get() / PERIOD));
            } else {
                refused++;
                assertThat(full.used()).isOne();
                long cycle = last.get() / PERIOD;
                long reading = (cycle + 1) * PERIOD - full.nanosToReset();
                assertThat(reading).isBetween(before, last.get());
                assertThat(cyclesWithACall).contains(cycle);
            }
        }
        assertThat(refused).isPositive();
    }
}
