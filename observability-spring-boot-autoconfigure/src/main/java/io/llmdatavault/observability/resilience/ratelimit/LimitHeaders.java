package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

/** Tells the caller of the current request how much of a limit is left; does nothing outside a request. */
@FunctionalInterface
interface LimitHeaders {

    /**
     * Tells it.
     * @param name the id of the limit
     * @param rate how many permits there are in which time
     * @param limit how many permits there are
     * @param remaining how many are left
     * @param untilReset when all are there again
     */
    void tell(String name, RequestRate rate, long limit, long remaining, Duration untilReset);
}
