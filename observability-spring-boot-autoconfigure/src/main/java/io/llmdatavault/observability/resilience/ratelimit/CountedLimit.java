package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;
import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Origin;
import org.jspecify.annotations.Nullable;

/** One configured limit: its numbers, and where it counts. Thread-safe; its numbers may change at any time. */
final class CountedLimit implements Gate, AutoCloseable {

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

    @Override
    public boolean mayWait() {
        return counter.mayWait();
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
    public @Nullable Held pass(@Nullable String key, long permits) {
        if (headers != null || isHeld()) {
            CountedDecision decision = decide(key, permits);
            decision.orThrow();
            return isHeld() ? decision : null;
        }
        String counted = counted(key);
        LimitNumbers current = numbers;
        if (!isExempt(current, counted, permits)) {
            long limit = current.of(counted);
            Count count = take(counted, permits, limit, null);
            if (!count.allowed()) {
                decision(count, permits, limit).orThrow();
            }
        }
        decisions.count(name, "allowed");
        return null;
    }

    /** For a call that asks this limit only. */
    CountedDecision decide(@Nullable String key, long permits) {
        CountedDecision decision = ask(key, permits, null);
        if (decision.allowed()) {
            decision.settle();
        }
        return decision;
    }

    @Override
    public CountedDecision ask(@Nullable String key, long permits, @Nullable StoreWait wait) {
        String counted = counted(key);
        LimitNumbers current = numbers;
        long limit = current.of(counted);
        if (isExempt(current, counted, permits)) {
            return new CountedDecision(this, true, limit, 0, 0, Duration.ZERO, timeOfDay.in(0), Origin.NOTHING);
        }
        CountedDecision decision = decision(take(counted, permits, limit, wait), permits, limit);
        if (!decision.allowed()) {
            tell(decision, decision.remaining());
        }
        return decision;
    }

    private boolean isExempt(LimitNumbers current, String key, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException(
                    "The rate limit \"%s\" was asked for %d permits: ask for 1 or more, or do not ask"
                            .formatted(name, permits));
        }
        return current.isExempt(key);
    }

    /** What is refused is counted at once, what is given only when the call has all it needs. */
    private Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
        if (permits > limit) {
            decisions.count(name, "rejected");
            throw ValidationError.builder("The request needs %d %s, and at most %d are given at once."
                            .formatted(permits, rate == RequestRate.BYTES_PER_SECOND ? "bytes" : "permits", limit))
                    .build();
        }
        Count count = counter.take(key, permits, limit, wait);
        if (!count.allowed()) {
            decisions.count(name, "rejected");
        }
        return count;
    }

    private CountedDecision decision(Count count, long permits, long limit) {
        // A limit that was lowered a moment ago may have more taken than it has.
        long current = Math.min(count.used(), limit);
        return new CountedDecision(
                this,
                count.allowed(),
                limit,
                current,
                permits,
                Duration.ofNanos(count.nanosToReset()),
                timeOfDay.in(count.nanosToReset()),
                count.origin());
    }

    void settled(CountedDecision decision) {
        decisions.count(name, "allowed");
        tell(decision, decision.remaining());
    }

    void revoked(CountedDecision decision) {
        tell(decision, Math.min(decision.limit(), decision.remaining() + decision.permits()));
    }

    private void tell(CountedDecision decision, long remaining) {
        if (headers != null && decision.permits() > 0) {
            headers.tell(name, rate, decision.limit(), remaining, decision.untilReset());
        }
    }

    private static String counted(@Nullable String key) {
        return key == null ? NO_KEY : KeyText.bounded(key);
    }

    @Override
    public void close() {
        counter.close();
    }
}
