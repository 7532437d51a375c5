package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which rate limits there are.
 *
 * @param enabled Whether rate limits are asked. Without, every call passes.
 * @param store Where is counted: local, for each instance by itself, or redis, for all instances together.
 * @param maxKeys Number of keys whose permits each limit counts at the same time for the calls of this process, 1 or more,
 * here or in the shared store. Beyond it new keys share permits until the windows of others have ended.
 * @param onStoreFailure What becomes of calls while the shared store gives no answer: allow, deny, or local, to count in
 * this process meanwhile.
 * @param storeTimeout Longest time to wait for the shared store, 1ms to 1m. A number without a unit is in milliseconds.
 * @param limits Rate limits by an id of lower-case letters, digits and hyphens.
 */
@ConfigurationProperties(value = "vault.observability.rate-limit", ignoreUnknownFields = false)
record RateLimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("local") Store store,
        @DefaultValue("100000") int maxKeys,
        @DefaultValue("local") OnStoreFailure onStoreFailure,
        @DefaultValue("50ms") Duration storeTimeout,
        @DefaultValue Map<String, Limit> limits) {

    static final String LIMITS = "vault.observability.rate-limit.limits.";

    /** Redis counts in numbers that are exact to ten times as much. */
    private static final Pattern PLAIN_ELEMENT = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** Requests wait as long. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final long MAX_LIMIT = 1_000_000_000_000L;

    /** Where permits are counted. */
    enum Store {
        LOCAL,
        REDIS
    }

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    RateLimitProperties {
        if (maxKeys < 1) {
            throw wrong("vault.observability.rate-limit.max-keys", "must be 1 or more, but is " + maxKeys)
                    .expectedType("a number from 1")
                    .build();
        }
        if (storeTimeout.compareTo(Duration.ofMillis(1)) < 0 || storeTimeout.compareTo(LONGEST_WAIT) > 0) {
            throw wrong(
                            "vault.observability.rate-limit.store-timeout",
                            "must be 1ms to 1m, but is " + DurationText.of(storeTimeout))
                    .expectedType("a time from 1ms to 1m, as in 50ms")
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
            requireWhole(id, limit);
            if (limit.type() == RequestRate.CONCURRENT_REQUESTS
                    && (limit.store() != null ? limit.store() : store) == Store.REDIS) {
                throw wrong(LIMITS + id + ".type", "is concurrent-requests, which no store counts for all instances")
                        .detail("Set " + LIMITS + id + ".store=local: each instance has the limit for itself.")
                        .build();
            }
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
                    .expectedType(
                            "one of requests-per-second, requests-per-minute, requests-per-hour, bytes-per-second,"
                                    + " concurrent-requests")
                    .build();
        }
        if (limit.limit() == null) {
            throw wrong(LIMITS + id + ".limit", "is missing")
                    .expectedType("a number from 1 to " + MAX_LIMIT)
                    .build();
        }
        requireNumber(LIMITS + id + ".limit", limit.limit());
        limit.overrides().forEach((key, number) -> {
            requireKey(LIMITS + id + ".overrides", key);
            requireNumber(LIMITS + id + ".overrides." + element(key), number);
        });
        limit.exempt().forEach(key -> requireKey(LIMITS + id + ".exempt", key));
        KeyForm.parse(limit.key(), LIMITS + id + ".key");
    }

    /** What would do nothing is a mistake. */
    private static void requireWhole(String id, Limit limit) {
        boolean hasNoKey = limit.key() == null || limit.key().strip().equals("none");
        if (hasNoKey
                && !limit.paths().isEmpty()
                && !(limit.overrides().isEmpty() && limit.exempt().isEmpty())) {
            String name = limit.overrides().isEmpty() ? ".exempt" : ".overrides";
            throw wrong(LIMITS + id + name, "names values of the key, and the limit of these paths has none")
                    .detail("Set " + LIMITS + id + ".key, as to principal, or remove " + LIMITS + id + name + ".")
                    .build();
        }
    }

    /** As it is written in a file: in brackets only where it has to be. */
    private static String element(String key) {
        return PLAIN_ELEMENT.matcher(key).matches() ? key : "\"[" + key + "]\"";
    }

    private static void requireNumber(String key, long number) {
        if (number < 1 || number > MAX_LIMIT) {
            throw wrong(key, "must be 1 to " + MAX_LIMIT + ", but is " + number)
                    .expectedType("a number from 1 to " + MAX_LIMIT)
                    .build();
        }
    }

    private static void requireKey(String name, String key) {
        if (key.isBlank() || key.length() > KeyText.MAX_LENGTH) {
            throw wrong(name, "has a key of " + key.length() + " characters")
                    .expectedType("keys of 1 to " + KeyText.MAX_LENGTH + " characters")
                    .build();
        }
    }

    Store store(Limit limit) {
        return limit.store() != null ? limit.store() : store;
    }

    private static ConfigurationError.Builder wrong(String key, String message) {
        return ConfigurationError.builder(key, message);
    }

    /**
     * One rate limit.
     *
     * @param type What is counted.
     * @param limit Number of permits in each second, minute or hour, or at the same time; from 1.
     * @param key Whose permits are counted, as principal, ip, header:X-Api-Key or spel:#argument. Unset or none lets all
     * callers share them.
     * @param headers Whether answers say how much is left, in the fields RateLimit and RateLimit-Policy.
     * @param store Where this limit is counted, as local or redis. Unset is the store of all.
     * @param overrides Other numbers of permits by the value of the key, as for a plan that is paid for.
     * @param exempt Comma-separated list of values of the key that are never refused, and not counted.
     * @param paths Comma-separated list of path patterns, each from a slash on, whose requests are limited without code.
     */
    record Limit(
            @Nullable RequestRate type,
            @Nullable Long limit,
            @Nullable String key,
            @DefaultValue("false") boolean headers,
            @Nullable Store store,
            @DefaultValue Map<String, Long> overrides,
            @DefaultValue List<String> exempt,
            @DefaultValue List<String> paths) {}
}
