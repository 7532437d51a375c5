package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;

import io.llmdatavault.observability.error.ConfigurationError;

/**
 * The numbers of one policy, each within its range.
 *
 * @param prefix where its keys are, for error messages
 */
record RetrySettings(
        String prefix,
        int maxAttempts,
        Duration initialBackoff,
        double multiplier,
        Duration maxBackoff,
        double jitter) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    RetrySettings {
        require(
                maxAttempts >= 1,
                prefix + "max-attempts",
                "must be 1 or more, but is " + maxAttempts,
                "a number from 1");
        require(
                initialBackoff.compareTo(SHORTEST) >= 0,
                prefix + "initial-backoff",
                "must be 1ms or more, but is " + initialBackoff.toMillis() + "ms",
                "a time from 1ms, as in 100ms");
        // Written so that NaN is refused, too.
        require(
                multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY,
                prefix + "multiplier",
                "must be 1 or more, but is " + multiplier,
                "a number from 1");
        require(
                maxBackoff.compareTo(initialBackoff) >= 0,
                prefix + "max-backoff",
                "must not be shorter than the initial backoff of " + initialBackoff.toMillis() + "ms, but is "
                        + maxBackoff.toMillis() + "ms",
                "a time from " + initialBackoff.toMillis() + "ms");
        require(
                jitter >= 0 && jitter < 1,
                prefix + "jitter",
                "must be 0 or more and less than 1, but is " + jitter,
                "a number from 0 to less than 1, as in 0.15");
    }

    private static void require(boolean valid, String key, String message, String expected) {
        if (!valid) {
            throw ConfigurationError.builder(key, message)
                    .expectedType(expected)
                    .build();
        }
    }
}
