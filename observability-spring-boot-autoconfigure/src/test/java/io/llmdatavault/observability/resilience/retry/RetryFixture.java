package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** An executor whose time is stepped: waiting takes none, and lets as much of it go by. */
final class RetryFixture implements AutoCloseable {

    final List<Duration> sleeps = new ArrayList<>();

    final List<RetryEvent> events = new CopyOnWriteArrayList<>();

    final AtomicLong nanos = new AtomicLong();

    final RetryThreads thread = new RetryThreads();

    boolean mustNotWait;

    private final OutcomeCounter outcomes;

    RetryFixture() {
        this(new OutcomeCounter(
                new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class), "vault_retry_attempts_total"));
    }

    RetryFixture(OutcomeCounter outcomes) {
        this.outcomes = outcomes;
    }

    static Numbers numbers() {
        return new Numbers(
                3, Duration.ofMillis(100), Duration.ZERO, Duration.ZERO, new RetrySettings.Budget(false, 0, 0));
    }

    DefaultRetryExecutor executor() {
        return executor(numbers());
    }

    DefaultRetryExecutor executor(Numbers numbers) {
        return executor(numbers, this::sleep);
    }

    DefaultRetryExecutor executor(Numbers numbers, BlockingRetry.Sleeper sleeper) {
        Retry.Surroundings surroundings = new Retry.Surroundings(outcomes, List.of(events::add), nanos::get);
        return new DefaultRetryExecutor(
                Map.of(
                        "default",
                        numbers.settings(),
                        "quick",
                        numbers.withAttempts(2).settings()),
                RetryFixture::translate,
                surroundings,
                thread,
                new BlockingRetry(new AttemptLimit(thread), sleeper, () -> mustNotWait),
                new StageRetry(thread, () -> Runnable::run, UnaryOperator::identity));
    }

    private void sleep(Duration delay) {
        sleeps.add(delay);
        nanos.addAndGet(delay.toNanos());
    }

    List<RetryOutcome> outcomes() {
        return events.stream().map(RetryEvent::outcome).toList();
    }

    static VaultError translate(Throwable failure) {
        if (failure instanceof VaultError error) {
            return error;
        }
        return failure instanceof IOException
                ? NetworkError.builder("reset").retryable(true).build()
                : InternalServerError.builder("unknown").build();
    }

    @Override
    public void close() {
        thread.close();
    }

    /** The numbers that tests change. */
    record Numbers(
            int attempts,
            Duration backoff,
            Duration attemptTimeout,
            Duration maxDuration,
            RetrySettings.Budget budget) {

        Numbers withAttempts(int count) {
            return new Numbers(count, backoff, attemptTimeout, maxDuration, budget);
        }

        Numbers withBackoff(Duration first) {
            return new Numbers(attempts, first, attemptTimeout, maxDuration, budget);
        }

        Numbers withAttemptTimeout(Duration limit) {
            return new Numbers(attempts, backoff, limit, maxDuration, budget);
        }

        Numbers withMaxDuration(Duration limit) {
            return new Numbers(attempts, backoff, attemptTimeout, limit, budget);
        }

        Numbers withBudget(double ratio, int minPerSecond) {
            return new Numbers(
                    attempts,
                    backoff,
                    attemptTimeout,
                    maxDuration,
                    new RetrySettings.Budget(true, ratio, minPerSecond));
        }

        private RetrySettings settings() {
            return new RetrySettings(
                    "x.", attempts, backoff, 2, Duration.ofHours(1), 0, attemptTimeout, maxDuration, false, budget);
        }
    }

    /** Fails a number of times, each time with another exception. */
    static final class Flaky implements Callable<String> {

        final List<IOException> failures = new ArrayList<>();

        private final int count;

        Flaky(int count) {
            this.count = count;
        }

        @Override
        public String call() throws IOException {
            if (failures.size() < count) {
                IOException failure = new IOException("failure " + failures.size());
                failures.add(failure);
                throw failure;
            }
            return "done after " + (failures.size() + 1);
        }
    }
}
