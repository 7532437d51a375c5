package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * One metric family, got from {@link VaultMetrics#family(String)}. Label values are given one per label, in the order
 * in which the family lists its labels.
 *
 * <p>Thread-safe. No method throws: a call that does not fit the type or the labels of the family records nothing, and
 * one warning says so.
 *
 * @since 0.1.0
 */
public interface VaultMetricFamily {

    /**
     * Adds one to a counter.
     * @param labelValues one value per label
     */
    void increment(String... labelValues);

    /**
     * Adds to a counter.
     * @param amount how much, zero or more, in the unit of the family
     * @param labelValues one value per label
     */
    void increment(double amount, String... labelValues);

    /**
     * Records a duration in a histogram of seconds.
     * @param duration how long it took, zero or more
     * @param labelValues one value per label
     */
    void record(Duration duration, String... labelValues);

    /**
     * Records an amount in a histogram that is not of seconds.
     * @param amount how much, zero or more, in the unit of the family
     * @param labelValues one value per label
     */
    void record(double amount, String... labelValues);

    /**
     * Sets a gauge.
     * @param value its new value
     * @param labelValues one value per label
     */
    void set(double value, String... labelValues);

    /**
     * Lets a gauge ask for its value whenever it is read. The first supplier of a label set stays, for as long as the
     * registry lives.
     * @param value gives the value; quick, thread-safe, and kept from being garbage-collected
     * @param labelValues one value per label
     */
    void observe(DoubleSupplier value, String... labelValues);

    /**
     * Lets a gauge ask for its value, as {@link #observe} does, until it is ended.
     * @param value gives the value; quick, thread-safe, and kept from being garbage-collected until then
     * @param labelValues one value per label
     * @return ends it: takes the gauge out of the registry again, unless it is the one of another supplier
     */
    Runnable observeUntilEnded(DoubleSupplier value, String... labelValues);
}
