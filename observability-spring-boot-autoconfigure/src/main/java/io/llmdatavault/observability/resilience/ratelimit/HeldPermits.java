package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;

/** What one request holds until its answer is complete. Filled by one thread, closed by any; a decision is given back once. */
final class HeldPermits implements AutoCloseable {

    private final List<RateLimitDecision> decisions = new ArrayList<>(2);

    void add(RateLimitDecision decision) {
        decisions.add(decision);
    }

    /** One of the limits has refused: as if none had been asked. */
    void undo() {
        decisions.forEach(CountedDecision::undo);
    }

    @Override
    public void close() {
        decisions.forEach(RateLimitDecision::close);
    }
}
