package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ratelimit.RateLimitProperties.Store;
import org.jspecify.annotations.Nullable;

/** The limits of the application's properties. */
final class ConfiguredRateLimits implements RateLimits, AutoCloseable {

    private final Map<String, CountedLimit> limits = new TreeMap<>();

    /**
     * Makes the limits.
     * @param counters where each store counts; throws a {@link ConfigurationError} for one that is not there
     */
    ConfiguredRateLimits(
            RateLimitProperties properties,
            Function<Store, PermitCounters> counters,
            OutcomeCounter decisions,
            @Nullable LimitHeaders headers,
            Clock clock,
            LongSupplier nanoTime) {
        TimeOfDay timeOfDay = new TimeOfDay(clock, nanoTime);
        properties.limits().forEach((name, limit) -> {
            RequestRate rate = Objects.requireNonNull(limit.type());
            PermitCounter counter = rate == RequestRate.CONCURRENT_REQUESTS
                    ? new SlotCounter()
                    : counters.apply(properties.store(limit))
                            .create(name, rate.period(), properties.maxKeys(), hasSecretKeys(name, limit));
            LimitHeaders told = limit.headers() ? require(headers, name) : null;
            LimitNumbers numbers = LimitNumbers.of(limit);
            limits.put(name, new CountedLimit(name, rate, numbers, counter, decisions, told, timeOfDay));
        });
    }

    /** Who sends a header often sends a secret in it. */
    private static boolean hasSecretKeys(String name, RateLimitProperties.Limit limit) {
        return KeyForm.parse(limit.key(), RateLimitProperties.LIMITS + name + ".key")
                        .kind()
                == KeyForm.Kind.HEADER;
    }

    private static LimitHeaders require(@Nullable LimitHeaders headers, String name) {
        if (headers == null) {
            throw ConfigurationError.builder(
                            RateLimitProperties.LIMITS + name + ".headers",
                            "is true, and there is no response to write them into")
                    .expectedType("false, or remove it")
                    .build();
        }
        return headers;
    }

    @Override
    public RateLimitDecision acquire(String name, @Nullable String key, long permits) {
        CountedLimit limit = find(name);
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
    CountedLimit find(String name) {
        return limits.get(name);
    }

    @Override
    public void close() {
        limits.values().forEach(CountedLimit::close);
    }
}
