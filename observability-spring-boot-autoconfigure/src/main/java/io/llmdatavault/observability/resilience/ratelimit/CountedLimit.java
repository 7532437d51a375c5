package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;
import org.jspecify.annotations.Nullable;

/** One configured limit: its numbers, and where it counts. Thread-safe; its numbers may change at any time. */
final class CountedLimit implements Gate, AutoCloseable {

    private static final int MAX_KEY_LENGTH = 256;

    /** All callers without a key are one. */
    private static final String NO_KEY = "";

    private final String name;

    private final RequestRate rate;

    private final PermitCounter counter;

    private final OutcomeCounter decisions;

    private final @Nullable LimitHeaders headers;

    private final TimeOfDay timeOfDay;

    private volatile LimitNumbers numbers;

    CountedLimit(
            String name,
            RequestRate rate,
            LimitNumbers numbers,
            PermitCounter counter,
            OutcomeCounter decisions,
            @Nullable LimitHeaders headers,
            TimeOfDay timeOfDay) {
        this.name = name;
        this.rate = rate;
        this.numbers = numbers;
        this.counter = counter;
        this.decisions = decisions;
        this.headers = headers;
        this.timeOfDay = timeOfDay;
    }

    String name() {
        return name;
    }

    RateLimitType type() {
        return rate.type();
    }

    /** Whether permits are held while something goes on, and given back when it ends. */
    boolean isHeld() {
        return rate == RequestRate.CONCURRENT_REQUESTS;
    }

    /** The most that any key may take at once. */
    long highest() {
        LimitNumbers current = numbers;
        return current.overrides().values().stream().reduce(current.limit(), Math::max);
    }

    /** What has been counted stays counted. */
    void change(LimitNumbers changed) {
        numbers = changed;
    }

    @Override
    public @Nullable AutoCloseable pass(@Nullable String key, long permits) {
        if (headers != null || isHeld()) {
            RateLimitDecision decision = decide(key, permits).orThrow();
            return isHeld() ? decision : null;
        }
        String counted = counted(key);
        LimitNumbers current = numbers;
        if (isExempt(current, counted, permits)) {
            return null;
        }
        long limit = current.of(counted);
        Count count = take(counted, permits, limit);
        if (!count.allowed()) {
            decision(count, counted, permits, limit).orThrow();
        }
        return null;
    }

    @Override
    public RateLimitDecision decide(@Nullable String key, long permits) {
        String counted = counted(key);
        LimitNumbers current = numbers;
        long limit = current.of(counted);
        if (isExempt(current, counted, permits)) {
            return new CountedDecision(this, true, limit, 0, timeOfDay.in(0), Duration.ZERO, null);
        }
        Count count = take(counted, permits, limit);
        CountedDecision decision = decision(count, counted, permits, limit);
        if (headers != null && !isHeld()) {
            headers.tell(name, rate, limit, decision.remaining(), Duration.ofNanos(count.nanosToReset()));
        }
        return decision;
    }

    private boolean isExempt(LimitNumbers current, String key, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException(
                    "The rate limit \"%s\" was asked for %d permits: ask for 1 or more, or do not ask"
                            .formatted(name, permits));
        }
        boolean exempt = current.isExempt(key);
        if (exempt) {
            decisions.count(name, "allowed");
        }
        return exempt;
    }

    private Count take(String key, long permits, long limit) {
        if (permits > limit) {
            decisions.count(name, "rejected");
            throw ValidationError.builder(
                            "The request needs %d permits, and at most %d are given at once.".formatted(permits, limit))
                    .build();
        }
        Count count = counter.take(key, permits, limit);
        decisions.count(name, count.allowed() ? "allowed" : "rejected");
        return count;
    }

    private CountedDecision decision(Count count, String key, long permits, long limit) {
        boolean allowed = count.allowed();
        Duration untilReset = Duration.ofNanos(count.nanosToReset());
        // A limit that was lowered a moment ago may have more taken than it has.
        long current = Math.min(count.used(), limit);
        return new CountedDecision(
                this,
                allowed,
                limit,
                current,
                timeOfDay.in(count.nanosToReset()),
                allowed ? Duration.ZERO : untilReset,
                allowed ? () -> counter.giveBack(key, permits, limit) : null);
    }

    private static String counted(@Nullable String key) {
        return key == null ? NO_KEY : bounded(key);
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

    @Override
    public void close() {
        counter.close();
    }
}
