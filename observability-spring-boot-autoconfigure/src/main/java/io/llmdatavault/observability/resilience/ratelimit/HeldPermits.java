package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** What one call holds of several limits until it has ended. Filled by one thread, closed by any; a decision is given back once. */
final class HeldPermits implements Held {

    private final List<RateLimitDecision> decisions = new ArrayList<>(2);

    private HeldPermits() {}

    /**
     * Asks one limit after the other. However many they are, they wait for a shared store no longer than one.
     * @param limits what to ask
     * @param ask asks one
     * @return what all of them gave; where one has refused or failed, its exception is thrown and the others have nothing taken
     */
    static <T> HeldPermits take(List<T> limits, BiFunction<T, StoreWait, RateLimitDecision> ask) {
        HeldPermits held = new HeldPermits();
        StoreWait wait = new StoreWait();
        try {
            for (T limit : limits) {
                held.decisions.add(ask.apply(limit, wait).orThrow());
            }
            held.decisions.forEach(HeldPermits::settle);
            return held;
        } catch (Throwable ex) {
            held.revoke(ex);
            throw ex;
        }
    }

    private static void settle(RateLimitDecision decision) {
        if (decision instanceof RevocableDecision revocable) {
            revocable.settle();
        }
    }

    private void revoke(Throwable reason) {
        RuntimeException failure = each(HeldPermits::revoke);
        if (failure != null && failure != reason) {
            reason.addSuppressed(failure);
        }
    }

    private static void revoke(RateLimitDecision decision) {
        if (decision instanceof RevocableDecision revocable) {
            revocable.revoke();
        } else {
            decision.close();
        }
    }

    @Override
    public void close() {
        RuntimeException failure = each(RateLimitDecision::close);
        if (failure != null) {
            throw failure;
        }
    }

    /** All of them, also when one fails: it may be the application's own. */
    private @Nullable RuntimeException each(Consumer<RateLimitDecision> work) {
        RuntimeException first = null;
        for (RateLimitDecision decision : decisions) {
            try {
                work.accept(decision);
            } catch (RuntimeException ex) {
                if (first == null) {
                    first = ex;
                } else if (first != ex) {
                    first.addSuppressed(ex);
                }
            }
        }
        return first;
    }
}
