package io.llmdatavault.observability.resilience.retry;

/**
 * Hears of attempts that fail, and of calls that succeed after one did. Beans of this type are called in their order, on the
 * thread of the attempt, before the next one is waited for: be quick. What a listener throws is logged once and changes
 * nothing. A call that succeeds at once is not told.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RetryListener {

    /**
     * Hears of one attempt.
     * @param event what became of it
     */
    void onAttempt(RetryEvent event);
}
