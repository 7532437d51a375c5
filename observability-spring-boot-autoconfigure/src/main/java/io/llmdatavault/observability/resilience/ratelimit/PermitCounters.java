package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

/** Where permits are counted. */
interface PermitCounters {

    /**
     * Makes a counter.
     * @param limitName the limit
     * @param window its window
     * @param maxKeys how many keys this process may count in it at the same time
     * @param secretKeys whether its keys may be secrets, which nobody is to read outside of this process
     */
    PermitCounter create(String limitName, Duration window, int maxKeys, boolean secretKeys);
}
