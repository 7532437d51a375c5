package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt of a call.
 *
 * @param policy the id of the policy
 * @param operation what is being done, as in the metric
 * @param attempt which attempt it was, from 1
 * @param outcome what became of it
 * @param delay the time until the next attempt; {@code null} when there is none
 * @param failure what it threw; {@code null} for a success, and for a result that the call does not want
 * @since 0.1.0
 */
public record RetryEvent(
        String policy,
        String operation,
        int attempt,
        RetryOutcome outcome,
        @Nullable Duration delay,
        @Nullable Throwable failure) {}
