package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

/** Where permits are counted. */
interface PermitCounters {

    PermitCounter create(String limitName, Duration window, int maxKeys);
}
