package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.openjdk.jol.info.GraphLayout;

/** What each key of a limit weighs, its text included: ours, and two libraries' limiters kept by hand in a map. */
public final class RateLimitMemory {

    private static final int KEYS = 100_000;

    private RateLimitMemory() {}

    /**
     * Prints a table.
     * @param args none
     */
    public static void main(String[] args) {
        RateLimiterConfig configuration = RateLimiterConfig.custom()
                .limitForPeriod(100)
                .limitRefreshPeriod(Duration.ofHours(1))
                .timeoutDuration(Duration.ZERO)
                .build();
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(100)
                .refillIntervally(100, Duration.ofHours(1))
                .build();
        ConcurrentMap<String, Object> limiters = new ConcurrentHashMap<>();
        ConcurrentMap<String, Object> buckets = new ConcurrentHashMap<>();
        LocalPermitCounter counter = new LocalPermitCounter("calls", Duration.ofHours(1), 2 * KEYS, System::nanoTime);
        long empty = GraphLayout.parseInstance(counter).totalSize();
        for (int key = 0; key < KEYS; key++) {
            RateLimiter limiter = RateLimiter.of("calls", configuration);
            limiter.acquirePermission();
            limiters.put("user-" + key, limiter);
            Bucket bucket = Bucket.builder().addLimit(bandwidth).build();
            bucket.tryConsume(1);
            buckets.put("user-" + key, bucket);
            counter.take("user-" + key, 1, 100);
        }
        System.out.println("| | bytes for each key |");
        System.out.println("|---|---|");
        print(
                "resilience4j, by hand in a map",
                GraphLayout.parseInstance(limiters).totalSize());
        print("Bucket4j, by hand in a map", GraphLayout.parseInstance(buckets).totalSize());
        print("`RateLimits`", GraphLayout.parseInstance(counter).totalSize() - empty);
    }

    private static void print(String what, long bytes) {
        System.out.printf("| %s | %d |%n", what, bytes / KEYS);
    }
}
