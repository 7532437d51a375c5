package io.llmdatavault.observability.resilience.retry;

import java.util.Locale;

/**
 * What became of an attempt.
 *
 * @since 0.1.0
 */
public enum RetryOutcome {

    /** It succeeded, and the call with it. */
    SUCCESS,

    /** It failed, and another one follows. */
    RETRIED,

    /** It failed with what may succeed in a moment, and there are no attempts left, or no time. */
    EXHAUSTED,

    /** It failed with what may succeed in a moment, and too many calls are being retried already. */
    BUDGET,

    /** It failed with what would fail again. */
    NOT_RETRYABLE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
