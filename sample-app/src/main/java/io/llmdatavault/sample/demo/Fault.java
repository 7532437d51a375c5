package io.llmdatavault.sample.demo;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What is wrong with one component at the moment. Thread-safe. */
final class Fault {

    private static final int EVERY_CALL = 0;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    private final Duration patience;

    private FaultMode mode = FaultMode.OK;

    /** How many calls are still hit; {@value #EVERY_CALL} for all of them. */
    private int calls;

    /**
     * Starts without a fault.
     * @param patience how long a slow component hangs before it fails
     */
    Fault(Duration patience) {
        this.patience = patience;
    }

    void set(FaultMode newMode, int newCalls) {
        lock.lock();
        try {
            mode = newMode;
            calls = newCalls;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hits a call of the application. */
    <X extends Exception> void hit(Supplier<X> failure) throws X {
        lock.lock();
        try {
            FaultMode struck = mode;
            if (struck != FaultMode.OK && calls != EVERY_CALL) {
                calls--;
                mode = calls == EVERY_CALL ? FaultMode.OK : mode;
            }
            suffer(struck, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Hits a health check: a fault of so and so many calls is one of the application's calls only. */
    <X extends Exception> void hitProbe(Supplier<X> failure) throws X {
        lock.lock();
        try {
            suffer(calls == EVERY_CALL ? mode : FaultMode.OK, failure);
        } finally {
            lock.unlock();
        }
    }

    private <X extends Exception> void suffer(FaultMode struck, Supplier<X> failure) throws X {
        if (struck == FaultMode.FAIL || (struck == FaultMode.SLOW && !recovers())) {
            throw failure.get();
        }
    }

    /** Waits until the component is well again; false when that takes too long, or the caller gives up. */
    private boolean recovers() {
        long remaining = patience.toNanos();
        try {
            while (mode == FaultMode.SLOW && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
        return mode == FaultMode.OK;
    }
}
