package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs all attempts on the calling thread, which waits in between. Thread-safe. */
final class BlockingRetry {

    private final WarnOnce warning = new WarnOnce(
            LoggerFactory.getLogger(RetryExecutor.class),
            "A call that is to be retried is on a thread that must not wait, and is not: return a Mono or Flux instead");

    private final AttemptLimit limit;

    private final Sleeper sleeper;

    private final BooleanSupplier mustNotWait;

    BlockingRetry(AttemptLimit limit, Sleeper sleeper, BooleanSupplier mustNotWait) {
        this.limit = limit;
        this.sleeper = sleeper;
        this.mustNotWait = mustNotWait;
    }

    <T> T call(Retry retry, Callable<T> call, @Nullable Predicate<? super T> unwanted) throws Exception {
        RetryCourse course = retry.begin(AttemptRequest.current());
        while (true) {
            Duration delay;
            T result;
            try {
                result = attempt(retry, course, call);
            } catch (Exception ex) {
                delay = delayAfter(course, ex);
                if (delay == null || !sleep(course, delay)) {
                    course.addEarlierTo(ex);
                    throw ex;
                }
                continue;
            }
            if (unwanted == null || !unwanted.test(result)) {
                course.succeeded();
                return result;
            }
            delay = delayAfterUnwanted(course);
            if (delay == null || !sleep(course, delay)) {
                return result;
            }
        }
    }

    private <T> T attempt(Retry retry, RetryCourse course, Callable<T> call) throws Exception {
        Duration longest = course.attemptLimit();
        AttemptRequest before = AttemptRequest.enter(course.nextAttempt());
        try {
            return longest.isZero() ? call.call() : limit.call(call, longest, retry.operation());
        } finally {
            AttemptRequest.enter(before);
        }
    }

    private @Nullable Duration delayAfter(RetryCourse course, Exception failure) {
        if (mustNotWait.getAsBoolean()) {
            if (course.failedForGood(failure)) {
                warning.warn(failure);
            }
            return null;
        }
        return course.failed(failure);
    }

    private @Nullable Duration delayAfterUnwanted(RetryCourse course) {
        if (mustNotWait.getAsBoolean()) {
            course.unwantedForGood();
            warning.warn(new IllegalStateException("The result of the call is to be retried"));
            return null;
        }
        return course.unwanted();
    }

    /** Returns whether there is to be another attempt. Who is woken late may have no time left for one. */
    private boolean sleep(RetryCourse course, Duration delay) {
        try {
            sleeper.sleep(delay);
            return course.hasTimeLeft();
        } catch (InterruptedException ex) {
            // What the caller can do something about is the failure; the flag tells of the interrupt.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits on the calling thread. */
    @FunctionalInterface
    interface Sleeper {

        void sleep(Duration delay) throws InterruptedException;
    }
}
