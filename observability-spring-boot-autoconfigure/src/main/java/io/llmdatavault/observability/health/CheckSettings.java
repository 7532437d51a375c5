package io.llmdatavault.observability.health;

import java.time.Duration;

/** What the configuration says about one check, with all defaults resolved. */
record CheckSettings(
        String name,
        boolean critical,
        Duration timeout,
        Duration refreshInterval,
        Duration downInterval,
        Duration maxAge,
        int failureThreshold,
        int successThreshold) {

    CheckSettings named(String other) {
        return new CheckSettings(
                other, critical, timeout, refreshInterval, downInterval, maxAge, failureThreshold, successThreshold);
    }
}
