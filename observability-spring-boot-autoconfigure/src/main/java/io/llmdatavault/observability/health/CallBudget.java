package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What is left of the time for several calls in a row: each gets all of it. */
final class CallBudget {

    /** Clients refuse a time limit of zero; with this one a call ends as soon as it begins. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Duration total;

    private final LongSupplier nanoTime;

    private final long start;

    CallBudget(Duration total, LongSupplier nanoTime) {
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    static CallBudget of(Duration limit, int percent) {
        return new CallBudget(limit.multipliedBy(percent).dividedBy(100), System::nanoTime);
    }

    Duration left() {
        Duration left = total.minusNanos(nanoTime.getAsLong() - start);
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }
}
