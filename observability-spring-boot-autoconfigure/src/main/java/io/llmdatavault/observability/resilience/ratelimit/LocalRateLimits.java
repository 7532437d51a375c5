package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;

/** Counts in this process. */
final class LocalRateLimits implements RateLimits {

    private final Map<String, LocalLimit> limits = new TreeMap<>();

    LocalRateLimits(
            RateLimitProperties properties,
            OutcomeCounter decisions,
            @Nullable LimitHeaders headers,
            Clock clock,
            LongSupplier nanoTime) {
        properties.limits().forEach((name, limit) -> {
            RequestRate rate = Objects.requireNonNull(limit.type());
            int permits = Math.toIntExact(Objects.requireNonNull(limit.limit()));
            LimitHeaders told = limit.headers() ? require(headers, name) : null;
            limits.put(
                    name, new LocalLimit(name, rate, permits, properties.maxKeys(), decisions, told, clock, nanoTime));
        });
    }

    private static LimitHeaders require(@Nullable LimitHeaders headers, String name) {
        if (headers == null) {
            throw ConfigurationError.builder(
                            RateLimitProperties.LIMITS + name + ".headers",
                            "is true, and there is no servlet response to write them into")
                    .expectedType("false, or remove it")
                    .build();
        }
        return headers;
    }

    @Override
    public RateLimitDecision acquire(String name, @Nullable String key, long permits) {
        LocalLimit limit = find(name);
        if (limit == null) {
            throw new IllegalArgumentException("There is no rate limit \"%s\": configure %s%s, or ask for one of %s"
                    .formatted(name, RateLimitProperties.LIMITS, name, names()));
        }
        return limit.decide(key, permits);
    }

    Set<String> names() {
        return limits.keySet();
    }

    @Nullable
    LocalLimit find(String name) {
        return limits.get(name);
    }
}
