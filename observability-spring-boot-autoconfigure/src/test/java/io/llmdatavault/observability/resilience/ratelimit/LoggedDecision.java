package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;

/** Says what becomes of it. */
record LoggedDecision(String name, boolean allowed, List<String> log) implements RevocableDecision {

    @Override
    public long limit() {
        return 1;
    }

    @Override
    public long current() {
        return 1;
    }

    @Override
    public Instant resetAt() {
        return Instant.EPOCH;
    }

    @Override
    public Duration retryAfter() {
        return Duration.ZERO;
    }

    @Override
    public RateLimitDecision orThrow() {
        if (!allowed) {
            throw RateLimitError.builder(RateLimitType.REQUESTS_PER_HOUR, 1).build();
        }
        return this;
    }

    @Override
    public void settle() {
        log.add("settle " + name);
    }

    @Override
    public void revoke() {
        log.add("revoke " + name);
    }

    @Override
    public void close() {
        log.add("close " + name);
    }
}
