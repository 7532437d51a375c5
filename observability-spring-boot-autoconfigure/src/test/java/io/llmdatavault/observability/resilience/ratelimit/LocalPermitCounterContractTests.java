package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

/** This process counts as Redis does. */
class LocalPermitCounterContractTests extends PermitCounterContract {

    private final SteppedTime time = new SteppedTime();

    @Override
    Duration window() {
        return Duration.ofMinutes(1);
    }

    @Override
    PermitCounter create(Duration window) {
        return new LocalPermitCounter("contract", window, 1000, time::nanoTime);
    }

    @Override
    void pass(Duration passed) {
        time.step(passed);
    }
}
