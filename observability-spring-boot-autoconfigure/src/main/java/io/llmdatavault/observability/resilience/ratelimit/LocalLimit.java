package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

/**
 * One limit, counted in this process. Keeps the keys that were used last; its cache is its own, so that many keys of one
 * limit cannot push out those of another.
 */
final class LocalLimit implements Gate {

    private static final int MAX_KEY_LENGTH = 256;

    private final String name;

    private final RequestRate rate;

    private final int limit;

    private final Bucket shared;

    private final ConcurrentLruCache<String, Bucket> buckets;

    private final OutcomeCounter decisions;

    private final @Nullable LimitHeaders headers;

    private final TimeOfDay timeOfDay;

    LocalLimit(
            String name,
            RequestRate rate,
            int limit,
            int maxKeys,
            OutcomeCounter decisions,
            @Nullable LimitHeaders headers,
            Clock clock,
            LongSupplier nanoTime) {
        this.name = name;
        this.rate = rate;
        this.limit = limit;
        this.decisions = decisions;
        this.headers = headers;
        this.timeOfDay = new TimeOfDay(clock, nanoTime);
        RateLimiterConfig configuration = RateLimiterConfig.custom()
                .limitForPeriod(limit)
                .limitRefreshPeriod(rate.period())
                .timeoutDuration(Duration.ZERO)
                .build();
        this.shared = new Bucket(configuration, nanoTime);
        this.buckets = new ConcurrentLruCache<>(maxKeys, key -> new Bucket(configuration, nanoTime));
    }

    @Override
    public void pass(@Nullable String key, long permits) {
        if (headers != null) {
            decide(key, permits).orThrow();
            return;
        }
        Bucket.Usage full = acquire(bucket(key), permits);
        if (full != null) {
            decision(false, full.used(), full).orThrow();
        }
    }

    RateLimitDecision decide(@Nullable String key, long permits) {
        Bucket bucket = bucket(key);
        Bucket.Usage full = acquire(bucket, permits);
        if (full != null) {
            return decision(false, full.used(), full);
        }
        Bucket.Usage usage = bucket.usage();
        // A new cycle may have begun since.
        return decision(true, Math.max(usage.used(), (int) permits), usage);
    }

    String name() {
        return name;
    }

    int limit() {
        return limit;
    }

    int keys() {
        return buckets.size();
    }

    private Bucket.@Nullable Usage acquire(Bucket bucket, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException(
                    "The rate limit \"%s\" was asked for %d permits: ask for 1 or more, or do not ask"
                            .formatted(name, permits));
        }
        if (permits > limit) {
            decisions.count(name, "rejected");
            throw ValidationError.builder(
                            "The request needs %d permits, and at most %d are given at once.".formatted(permits, limit))
                    .build();
        }
        Bucket.Usage full = bucket.acquire((int) permits);
        decisions.count(name, full == null ? "allowed" : "rejected");
        return full;
    }

    private RateLimitDecision decision(boolean allowed, int current, Bucket.Usage usage) {
        Duration untilReset = Duration.ofNanos(usage.nanosToReset());
        if (headers != null) {
            headers.tell(name, rate, limit, limit - current, untilReset);
        }
        return new LocalDecision(
                name,
                rate.type(),
                allowed,
                limit,
                current,
                timeOfDay.of(usage.resetNanos()),
                allowed ? Duration.ZERO : untilReset);
    }

    private Bucket bucket(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            return shared;
        }
        String bounded = bounded(key);
        if (!buckets.contains(bounded)) {
            // Two threads may both make one here; the first is kept and the next line gives it to both.
            buckets.get(bounded);
        }
        return buckets.get(bounded);
    }

    /** A key may come from the network; the memory it takes is bounded. */
    static String bounded(String key) {
        if (key.length() <= MAX_KEY_LENGTH) {
            return key;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
