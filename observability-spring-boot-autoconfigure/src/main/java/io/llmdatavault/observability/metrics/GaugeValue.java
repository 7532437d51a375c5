package io.llmdatavault.observability.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that many threads set, raise and lower. */
final class GaugeValue {

    private final AtomicLong bits = new AtomicLong(Double.doubleToLongBits(0));

    double get() {
        return Double.longBitsToDouble(bits.get());
    }

    void set(double value) {
        bits.set(Double.doubleToLongBits(value));
    }

    void increment() {
        bits.updateAndGet(old -> Double.doubleToLongBits(Double.longBitsToDouble(old) + 1));
    }

    /** A count of things that are there is never negative, whatever its callers forget. */
    void decrement() {
        bits.updateAndGet(old -> Double.doubleToLongBits(Math.max(0, Double.longBitsToDouble(old) - 1)));
    }
}
