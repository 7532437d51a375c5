package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.retry.RetryPolicy.Decision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operation under one policy: counts, logs and tells what becomes of its attempts. Thread-safe. */
final class Retry {

    private static final Logger logger = LoggerFactory.getLogger(RetryExecutor.class);

    private final RetryPolicy policy;

    private final String operation;

    private final Surroundings surroundings;

    Retry(RetryPolicy policy, String operation, Surroundings surroundings) {
        this.policy = policy;
        this.operation = operation;
        this.surroundings = surroundings;
    }

    RetryPolicy policy() {
        return policy;
    }

    String operation() {
        return operation;
    }

    long nanoTime() {
        return surroundings.nanoTime().getAsLong();
    }

    /**
     * Starts a call.
     * @param outer the attempt that it is within
     */
    RetryCourse begin(@Nullable AttemptRequest outer) {
        policy.called();
        boolean isTimed = !policy.settings().maxDuration().isZero();
        return new RetryCourse(this, isTimed ? nanoTime() : 0, outer);
    }

    void ended(int attempt, Decision decision, @Nullable Exception failure) {
        RetryOutcome outcome = decision.outcome();
        Duration delay = decision.delay();
        if (outcome != RetryOutcome.NOT_RETRYABLE) {
            surroundings.outcomes().count(operation, outcome.label());
        }
        if (attempt == 1 && outcome == RetryOutcome.SUCCESS) {
            return;
        }
        logger.debug(
                "{}: attempt {} of {} under the policy {}: {}{}",
                operation,
                attempt,
                policy.settings().maxAttempts(),
                policy.name(),
                outcome.label(),
                delay != null ? ", the next one comes in " + delay.toMillis() + " ms" : decision.reason());
        if (!surroundings.listeners().isEmpty()) {
            tell(new RetryEvent(policy.name(), operation, attempt, outcome, delay, failure));
        }
    }

    private void tell(RetryEvent event) {
        for (RetryListener listener : surroundings.listeners()) {
            try {
                listener.onAttempt(event);
            } catch (RuntimeException ex) {
                surroundings.warning().warn(ex);
            }
        }
    }

    /** What all retries share. */
    record Surroundings(
            OutcomeCounter outcomes, List<RetryListener> listeners, LongSupplier nanoTime, WarnOnce warning) {

        Surroundings(OutcomeCounter outcomes, List<RetryListener> listeners, LongSupplier nanoTime) {
            this(outcomes, List.copyOf(listeners), nanoTime, new WarnOnce(logger, "A retry listener failed"));
        }
    }
}
