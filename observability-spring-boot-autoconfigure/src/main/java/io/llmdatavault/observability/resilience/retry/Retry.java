package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.Sleeper;
import org.springframework.retry.context.RetryContextSupport;
import org.springframework.retry.support.RetryTemplate;

/**
 * Runs the second and further attempts of one operation, on Spring Retry's template. The first attempt is the caller's
 * own: nothing is made for a call that succeeds at once. Thread-safe.
 */
final class Retry {

    static final String SUCCESS = "success";

    private static final Logger logger = LoggerFactory.getLogger(RetryExecutor.class);

    private static final int MAX_SUPPRESSED = 10;

    private final RetryTemplate template = new RetryTemplate();

    private final RetryPolicy policy;

    private final String operation;

    private final OutcomeCounter outcomes;

    Retry(RetryPolicy policy, String operation, OutcomeCounter outcomes, Sleeper sleeper) {
        this.policy = policy;
        this.operation = operation;
        this.outcomes = outcomes;
        template.setRetryPolicy(new DecidedRetryPolicy());
        template.setBackOffPolicy(new DecidedBackOffPolicy(sleeper));
    }

    void succeeded() {
        outcomes.count(operation, SUCCESS);
    }

    /**
     * Goes on after the first attempt.
     * @param first what it threw
     * @param call each further attempt
     */
    <T> T afterFailure(Exception first, Callable<T> call) throws Exception {
        Exception[] last = {first};
        try {
            T result = template.execute(context -> {
                if (context.getRetryCount() == 0) {
                    throw first;
                }
                return attempt(call, last);
            });
            succeeded();
            return result;
        } catch (BackOffInterruptedException ex) {
            // The template has set the interrupt flag; what the caller can do something about is the failure.
            throw last[0];
        }
    }

    /** Keeps what failed before in what fails now. */
    private static <T> T attempt(Callable<T> call, Exception[] last) throws Exception {
        try {
            return call.call();
        } catch (Exception ex) {
            Exception earlier = last[0];
            last[0] = ex;
            if (ex != earlier && ex.getSuppressed().length < MAX_SUPPRESSED) {
                ex.addSuppressed(earlier);
            }
            throw ex;
        }
    }

    /** The decision about the last failure, taken once. */
    private static final class Decision extends RetryContextSupport {

        private static final long serialVersionUID = 1L;

        private @Nullable Duration delay;

        Decision(@Nullable RetryContext parent) {
            super(parent);
        }
    }

    private final class DecidedRetryPolicy implements org.springframework.retry.RetryPolicy {

        private static final long serialVersionUID = 1L;

        @Override
        public RetryContext open(@Nullable RetryContext parent) {
            return new Decision(parent);
        }

        @Override
        public void close(RetryContext context) {}

        @Override
        public boolean canRetry(RetryContext context) {
            return context.getLastThrowable() == null || ((Decision) context).delay != null;
        }

        @Override
        public void registerThrowable(RetryContext context, Throwable failure) {
            Decision decision = (Decision) context;
            decision.registerThrowable(failure);
            decision.delay = failure instanceof Exception ex ? decide(decision.getRetryCount(), ex) : null;
        }

        private @Nullable Duration decide(int attempts, Exception failure) {
            VaultError error = policy.retryable(failure);
            if (error == null) {
                return null;
            }
            Duration delay = policy.delayAfter(attempts, failure).orElse(null);
            outcomes.count(operation, delay != null ? "retried" : "exhausted");
            if (delay != null) {
                logger.debug(
                        "{}: attempt {} of {} failed with {}, the next one comes in {} ms",
                        operation,
                        attempts,
                        policy.maxAttempts(),
                        error.code(),
                        delay.toMillis());
            } else {
                logger.debug("{}: given up after attempt {} with {}", operation, attempts, error.code());
            }
            return delay;
        }
    }

    private record DecidedBackOffPolicy(Sleeper sleeper) implements BackOffPolicy {

        @Override
        public BackOffContext start(RetryContext context) {
            return new Waiting((Decision) context);
        }

        @Override
        public void backOff(BackOffContext context) {
            Duration delay = ((Waiting) context).decision.delay;
            if (delay == null) {
                return;
            }
            try {
                sleeper.sleep(delay.toMillis());
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new BackOffInterruptedException("Interrupted while waiting for the next attempt", ex);
            }
        }

        private record Waiting(Decision decision) implements BackOffContext {

            private static final long serialVersionUID = 1L;
        }
    }
}
