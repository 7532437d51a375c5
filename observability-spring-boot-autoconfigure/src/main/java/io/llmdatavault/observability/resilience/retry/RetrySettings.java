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
        double jitter,
        Duration attemptTimeout,
        Duration maxDuration,
        boolean nonIdempotentHttp,
        Budget budget) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Nanoseconds in a long end after 292 years; the jitter may take nearly twice as long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    RetrySettings {
        require(
                maxAttempts >= 1,
                prefix + "max-attempts",
                "must be 1 or more, but is " + maxAttempts,
                "a number from 1");
        requirePossible(initialBackoff, prefix + "initial-backoff");
        requirePossible(maxBackoff, prefix + "max-backoff");
        requirePossible(attemptTimeout, prefix + "attempt-timeout");
        requirePossible(maxDuration, prefix + "max-duration");
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
        requireLimit(attemptTimeout, prefix + "attempt-timeout");
        requireLimit(maxDuration, prefix + "max-duration");
        require(
                maxAttempts == 1 || maxDuration.isZero() || maxDuration.compareTo(initialBackoff) > 0,
                prefix + "max-duration",
                "leaves no time for a second attempt: it must be longer than the initial backoff of "
                        + initialBackoff.toMillis() + "ms, but is " + maxDuration.toMillis() + "ms",
                "a time longer than " + initialBackoff.toMillis() + "ms, or 0, or 1 as max-attempts");
        budget.require(prefix + "budget.");
    }

    private static void requirePossible(Duration time, String key) {
        require(
                time.compareTo(LONGEST) <= 0 && time.compareTo(LONGEST.negated()) >= 0,
                key,
                "must be 100 years or less, but is " + time,
                "a time, as in 30s");
    }

    private static void requireLimit(Duration limit, String key) {
        require(
                limit.isZero() || limit.compareTo(SHORTEST) >= 0,
                key,
                "must be 1ms or more, or 0 for none, but is " + limit.toMillis() + "ms",
                "a time from 1ms, as in 30s, or 0");
    }

    private static void require(boolean valid, String key, String message, String expected) {
        if (!valid) {
            throw ConfigurationError.builder(key, message)
                    .expectedType(expected)
                    .build();
        }
    }

    /** The numbers of a budget. */
    record Budget(boolean enabled, double ratio, int minPerSecond) {

        private void require(String prefix) {
            RetrySettings.require(
                    ratio >= 0 && ratio <= 10,
                    prefix + "ratio",
                    "must be 0 to 10, but is " + ratio,
                    "a number from 0 to 10, as in 0.2");
            RetrySettings.require(
                    minPerSecond >= 0,
                    prefix + "min-per-second",
                    "must be 0 or more, but is " + minPerSecond,
                    "a number from 0");
        }
    }
}
