package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;

record LocalDecision(
        String name,
        RateLimitType type,
        boolean allowed,
        long limit,
        long current,
        Instant resetAt,
        Duration retryAfter)
        implements RateLimitDecision {

    @Override
    public RateLimitDecision orThrow() {
        if (!allowed) {
            throw RateLimitError.builder(type, limit)
                    .message("Rate limit \"" + name + "\" of " + limit + " exceeded: " + type)
                    .current(current)
                    .resetAt(resetAt)
                    .retryAfter(retryAfter)
                    .build();
        }
        return this;
    }
}
