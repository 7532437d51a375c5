package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often and how soon failed calls are tried again.
 *
 * @param enabled Whether annotated methods are retried. Without, they are called once.
 * @param maxAttempts Number of calls in all, the first one included, 1 or more.
 * @param initialBackoff Time before the second attempt, 1ms or more. A number without a unit is in milliseconds.
 * @param multiplier Factor by which the time grows with each further attempt, 1 or more.
 * @param maxBackoff Longest time between two attempts, before it varies; a number without a unit is in milliseconds. A
 * failure that asks for a longer one is not retried.
 * @param jitter Part by which each time varies at random in both directions, from 0 to less than 1.
 * @param attemptTimeout Longest time for one attempt, which is then interrupted; 0 for none.
 * @param maxDuration Longest time for all attempts of a call and the waiting in between, more than initial-backoff; 0
 * for none.
 * @param nonIdempotentHttp Whether attempts are repeated that have sent an HTTP request which may have had its effect
 * and would have it twice: POST, PATCH and all that are not idempotent.
 * @param budget How many retries all calls under a policy may have together.
 * @param policies Named policies by an id of lower-case letters, digits and hyphens. They inherit what they do not set;
 * each counts its own budget.
 */
@ConfigurationProperties(value = "vault.observability.retry", ignoreUnknownFields = false)
record RetryProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("3") int maxAttempts,
        @DefaultValue("100ms") Duration initialBackoff,
        @DefaultValue("2.0") double multiplier,
        @DefaultValue("30s") Duration maxBackoff,
        @DefaultValue("0.15") double jitter,
        @DefaultValue("30s") Duration attemptTimeout,
        @DefaultValue("0s") Duration maxDuration,
        @DefaultValue("false") boolean nonIdempotentHttp,
        @DefaultValue Budget budget,
        @DefaultValue Map<String, Policy> policies) {

    private static final String PREFIX = "vault.observability.retry.";

    static final String POLICIES = PREFIX + "policies.";

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    RetryProperties {
        policies = Map.copyOf(policies);
        RetrySettings defaults = new RetrySettings(
                PREFIX,
                maxAttempts,
                initialBackoff,
                multiplier,
                maxBackoff,
                jitter,
                attemptTimeout,
                maxDuration,
                nonIdempotentHttp,
                budget.settings());
        Map<String, String> idsByLetters = new HashMap<>();
        policies.keySet().forEach(id -> {
            requireId(id);
            String other = idsByLetters.put(id.replace("-", ""), id);
            if (other != null) {
                throw ConfigurationError.builder(POLICIES + id, "differs from the id " + other + " in hyphens only")
                        .detail("Rename one of the policies %s and %s: an environment variable cannot tell them apart."
                                .formatted(id, other))
                        .build();
            }
        });
        policies.forEach((id, policy) -> policy.settings(POLICIES + id + ".", defaults));
    }

    private static void requireId(String id) {
        if (id.equals(RetryExecutor.DEFAULT_POLICY)) {
            throw ConfigurationError.builder(POLICIES + id, "has its numbers elsewhere")
                    .detail("Set the keys of the default policy directly below vault.observability.retry, as in "
                            + PREFIX + "max-attempts.")
                    .build();
        }
        if (!ID.matcher(id).matches()) {
            throw ConfigurationError.builder(
                            POLICIES + id,
                            "the id of a policy must have only lower-case letters and digits with single hyphens"
                                    + " between them")
                    .detail("Rename the policy, as in " + POLICIES + "slow-backend.")
                    .build();
        }
    }

    /** All policies by name, the default one among them. */
    Map<String, RetrySettings> settings() {
        RetrySettings defaults = new RetrySettings(
                PREFIX,
                maxAttempts,
                initialBackoff,
                multiplier,
                maxBackoff,
                jitter,
                attemptTimeout,
                maxDuration,
                nonIdempotentHttp,
                budget.settings());
        Map<String, RetrySettings> settings = new TreeMap<>();
        settings.put(RetryExecutor.DEFAULT_POLICY, defaults);
        policies.forEach((id, policy) -> settings.put(id, policy.settings(POLICIES + id + ".", defaults)));
        return settings;
    }

    private static <T> T inherit(@Nullable T own, T inherited) {
        return own != null ? own : inherited;
    }

    /**
     * How many retries all calls under a policy may have together, looking ten seconds back.
     *
     * @param enabled Whether there is a budget. Without, each call is retried for itself.
     * @param ratio Number of retries for each call, from 0 to 10.
     * @param minPerSecond Number of retries for each second, however few calls there are; 0 or more.
     */
    record Budget(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("0.2") double ratio,
            @DefaultValue("10") int minPerSecond) {

        private RetrySettings.Budget settings() {
            return new RetrySettings.Budget(enabled, ratio, minPerSecond);
        }
    }

    /**
     * A named policy.
     *
     * @param maxAttempts Number of calls in all, the first one included, 1 or more.
     * @param initialBackoff Time before the second attempt, 1ms or more. A number without a unit is in milliseconds.
     * @param multiplier Factor by which the time grows with each further attempt, 1 or more.
     * @param maxBackoff Longest time between two attempts, before it varies. A failure that asks for a longer one is not retried.
     * @param jitter Part by which each time varies at random in both directions, from 0 to less than 1.
     * @param attemptTimeout Longest time for one attempt, which is then interrupted; 0 for none.
     * @param maxDuration Longest time for all attempts of a call and the waiting in between; 0 for none.
     * @param nonIdempotentHttp Whether attempts are repeated that have sent an HTTP request that is not idempotent.
     * @param budget How many retries all calls under this policy may have together.
     */
    record Policy(
            @Nullable Integer maxAttempts,
            @Nullable Duration initialBackoff,
            @Nullable Double multiplier,
            @Nullable Duration maxBackoff,
            @Nullable Double jitter,
            @Nullable Duration attemptTimeout,
            @Nullable Duration maxDuration,
            @Nullable Boolean nonIdempotentHttp,
            @Nullable PolicyBudget budget) {

        private RetrySettings settings(String prefix, RetrySettings defaults) {
            return new RetrySettings(
                    prefix,
                    inherit(maxAttempts, defaults.maxAttempts()),
                    inherit(initialBackoff, defaults.initialBackoff()),
                    inherit(multiplier, defaults.multiplier()),
                    inherit(maxBackoff, defaults.maxBackoff()),
                    inherit(jitter, defaults.jitter()),
                    inherit(attemptTimeout, defaults.attemptTimeout()),
                    inherit(maxDuration, defaults.maxDuration()),
                    inherit(nonIdempotentHttp, defaults.nonIdempotentHttp()),
                    budget != null ? budget.settings(defaults.budget()) : defaults.budget());
        }
    }

    /**
     * How many retries all calls under a named policy may have together.
     *
     * @param enabled Whether there is a budget.
     * @param ratio Number of retries for each call, from 0 to 10.
     * @param minPerSecond Number of retries for each second, however few calls there are; 0 or more.
     */
    record PolicyBudget(
            @Nullable Boolean enabled,
            @Nullable Double ratio,
            @Nullable Integer minPerSecond) {

        private RetrySettings.Budget settings(RetrySettings.Budget defaults) {
            return new RetrySettings.Budget(
                    inherit(enabled, defaults.enabled()),
                    inherit(ratio, defaults.ratio()),
                    inherit(minPerSecond, defaults.minPerSecond()));
        }
    }
}
