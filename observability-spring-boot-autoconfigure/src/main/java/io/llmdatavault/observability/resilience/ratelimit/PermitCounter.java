package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/** Counts the permits of one limit, key by key. Thread-safe. */
interface PermitCounter extends AutoCloseable {

    /** Takes permits, all or none. */
    default Count take(String key, long permits, long limit) {
        return take(key, permits, limit, null);
    }

    /**
     * Takes permits, all or none.
     * @param wait how long the call has waited already; {@code null} for one that asks nobody else
     */
    Count take(String key, long permits, long limit, @Nullable StoreWait wait);

    /** Whether whoever takes permits may wait for a shared store. */
    default boolean mayWait() {
        return false;
    }

    @Override
    void close();

    /**
     * What became of it.
     *
     * @param allowed whether the permits were taken
     * @param used how many are taken now
     * @param nanosToReset when all are there again
     * @param origin who counted; nobody else can take it back
     */
    record Count(boolean allowed, long used, long nanosToReset, Origin origin) {

        /** Gives back what was taken, once, a moment later or when it is used no more. Never throws. */
        void giveBack() {
            origin.giveBack();
        }
    }

    /** Where permits were taken from. */
    @FunctionalInterface
    interface Origin {

        /** Of a refusal, and of what is not counted at all. */
        Origin NOTHING = () -> {};

        void giveBack();
    }
}
