package io.llmdatavault.observability.resilience.ratelimit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which rate limits there are.
 *
 * @param enabled Whether rate limits are asked. Without, every call passes.
 * @param maxKeys Number of keys whose permits each limit counts at the same time, 1 or more. Beyond it the key that was
 * not used for the longest time is forgotten and starts with all its permits.
 * @param limits Rate limits by an id of lower-case letters, digits and hyphens.
 */
@ConfigurationProperties(value = "vault.observability.rate-limit", ignoreUnknownFields = false)
record RateLimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("100000") int maxKeys,
        @DefaultValue Map<String, Limit> limits) {

    static final String LIMITS = "vault.observability.rate-limit.limits.";

    /** The limiter adds two numbers of this size in an int. */
    private static final int MAX_LIMIT = 1_000_000_000;

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    RateLimitProperties {
        if (maxKeys < 1) {
            throw wrong("vault.observability.rate-limit.max-keys", "must be 1 or more, but is " + maxKeys)
                    .expectedType("a number from 1")
                    .build();
        }
        limits = Map.copyOf(limits);
        Map<String, String> idsByLetters = new HashMap<>();
        limits.forEach((id, limit) -> {
            requireId(id);
            String other = idsByLetters.put(id.replace("-", ""), id);
            if (other != null) {
                throw wrong(LIMITS + id, "differs from the id " + other + " in hyphens only")
                        .detail("Rename one of the limits %s and %s: an environment variable cannot tell them apart."
                                .formatted(id, other))
                        .build();
            }
            require(id, limit);
        });
    }

    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw wrong(
                            LIMITS + id,
                            "the id of a limit must have only lower-case letters and digits with single hyphens"
                                    + " between them")
                    .detail("Rename the limit, as in " + LIMITS + "per-caller.")
                    .build();
        }
    }

    private static void require(String id, Limit limit) {
        if (limit.type() == null) {
            throw wrong(LIMITS + id + ".type", "is missing")
                    .expectedType("one of requests-per-second, requests-per-minute, requests-per-hour")
                    .build();
        }
        if (limit.limit() == null) {
            throw wrong(LIMITS + id + ".limit", "is missing")
                    .expectedType("a number from 1 to " + MAX_LIMIT)
                    .build();
        }
        if (limit.limit() < 1 || limit.limit() > MAX_LIMIT) {
            throw wrong(LIMITS + id + ".limit", "must be 1 to " + MAX_LIMIT + ", but is " + limit.limit())
                    .expectedType("a number from 1 to " + MAX_LIMIT)
                    .build();
        }
        KeyForm.parse(limit.key(), LIMITS + id + ".key");
    }

    private static ConfigurationError.Builder wrong(String key, String message) {
        return ConfigurationError.builder(key, message);
    }

    /**
     * One rate limit.
     *
     * @param type What is counted.
     * @param limit Number of permits in each second, minute or hour, from 1.
     * @param key Whose permits are counted, as principal, ip, header:X-Api-Key or spel:#argument. Unset or none lets all
     * callers share them.
     * @param headers Whether answers say how much is left, in the fields RateLimit and RateLimit-Policy.
     * @param paths Comma-separated list of path patterns, each from a slash on, whose requests are limited without code.
     */
    record Limit(
            @Nullable RequestRate type,
            @Nullable Long limit,
            @Nullable String key,
            @DefaultValue("false") boolean headers,
            @DefaultValue List<String> paths) {}
}
