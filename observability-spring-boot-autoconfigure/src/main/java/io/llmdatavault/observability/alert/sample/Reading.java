package io.llmdatavault.observability.alert.sample;

/** How some series of a meter are read, which does not throw. */
interface Reading {

    /** Reads what has a place in the store, and writes it. */
    void read(SamplingTarget target);

    /** Gives up its series: the meter is gone. */
    void release(SamplingTarget target);
}
