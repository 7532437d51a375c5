package io.llmdatavault.observability.resilience.ratelimit;

/** Permits that are held while something goes on. */
@FunctionalInterface
interface Held extends AutoCloseable {

    /** Where none is given back. */
    Held NOTHING = () -> {};

    /** Gives them back. */
    @Override
    void close();
}
