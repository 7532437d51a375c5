package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;

/** What one request holds until its answer is complete. Filled by one thread, closed by any; a decision is given back once. */
final class HeldPermits implements AutoCloseable {

    private final List<RateLimitDecision> decisions = new ArrayList<>(2);

    void add(RateLimitDecision decision) {
        decisions.add(decision);
    }

    /** Takes back what was taken for a request that another limit has refused. */
    void revoke() {
        decisions.forEach(decision -> {
            if (decision instanceof RevocableDecision revocable) {
                revocable.revoke();
            } else {
                decision.close();
            }
        });
    }

    @Override
    public void close() {
        decisions.forEach(RateLimitDecision::close);
    }
}
