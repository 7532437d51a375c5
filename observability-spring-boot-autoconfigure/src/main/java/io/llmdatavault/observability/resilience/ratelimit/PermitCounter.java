package io.llmdatavault.observability.resilience.ratelimit;

/** Counts the permits of one limit, key by key. Thread-safe. */
interface PermitCounter extends AutoCloseable {

    /** Takes permits, all or none. */
    Count take(String key, long permits, long limit);

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
