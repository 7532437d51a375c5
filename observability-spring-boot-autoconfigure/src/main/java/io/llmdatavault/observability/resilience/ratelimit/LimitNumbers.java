package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How many permits there are, for whom. Immutable; exchanged as a whole when the application's properties change.
 *
 * @param limit for everybody else
 * @param overrides for these keys
 * @param exempt keys that are never refused, and not counted
 */
record LimitNumbers(long limit, Map<String, Long> overrides, Set<String> exempt) {

    static LimitNumbers of(RateLimitProperties.Limit limit) {
        return new LimitNumbers(
                Objects.requireNonNull(limit.limit()), Map.copyOf(limit.overrides()), Set.copyOf(limit.exempt()));
    }

    long of(String key) {
        if (overrides.isEmpty()) {
            return limit;
        }
        return overrides.getOrDefault(key, limit);
    }

    boolean isExempt(String key) {
        return !exempt.isEmpty() && exempt.contains(key);
    }
}
