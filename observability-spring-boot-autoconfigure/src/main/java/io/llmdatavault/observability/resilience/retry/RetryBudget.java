package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How many retries all calls under one policy may have together, so that an outage is not multiplied: of the last ten
 * seconds, a part of the calls and a number for each second, as Finagle's retry budget. Thread-safe; a call costs an
 * increment, only a retry takes the lock.
 */
final class RetryBudget {

    private static final int WINDOW_SECONDS = 10;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicReferenceArray<@Nullable Second> window = new AtomicReferenceArray<>(WINDOW_SECONDS);

    private final double ratio;

    private final int minPerSecond;

    private final LongSupplier nanoTime;

    private final long start;

    RetryBudget(double ratio, int minPerSecond, LongSupplier nanoTime) {
        this.ratio = ratio;
        this.minPerSecond = minPerSecond;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Counts a call, not its retries. */
    void called() {
        second(elapsed() / SECOND).calls.increment();
    }

    /** Takes one retry. Returns whether there was one left. */
    synchronized boolean take() {
        long elapsed = elapsed();
        long now = elapsed / SECOND;
        long calls = 0;
        long retries = 0;
        for (int i = 0; i < WINDOW_SECONDS; i++) {
            Second second = window.get(i);
            if (second != null && now - second.number < WINDOW_SECONDS) {
                calls += second.calls.sum();
                retries += second.retries;
            }
        }
        if (retries + 1 > ratio * calls + minPerSecond * seconds(elapsed)) {
            return false;
        }
        second(now).retries++;
        return true;
    }

    /**
     * The time that the window spans and that has really gone by: nine whole seconds and what there is of the current
     * one. So the retries of any time are never more than is promised for it; only the first second is given at once,
     * or who has just started could not retry at all.
     */
    private static double seconds(long elapsed) {
        long whole = Math.min(elapsed / SECOND, WINDOW_SECONDS - 1);
        return Math.max(1, whole + (double) (elapsed % SECOND) / SECOND);
    }

    private long elapsed() {
        return nanoTime.getAsLong() - start;
    }

    private Second second(long number) {
        int index = (int) (number % WINDOW_SECONDS);
        while (true) {
            Second found = window.get(index);
            // A later one may be there already: who was interrupted for ten seconds counts there.
            if (found != null && found.number >= number) {
                return found;
            }
            Second next = new Second(number);
            if (window.compareAndSet(index, found, next)) {
                return next;
            }
        }
    }

    private static final class Second {

        private final long number;

        private final LongAdder calls = new LongAdder();

        private int retries;

        Second(long number) {
            this.number = number;
        }
    }
}
