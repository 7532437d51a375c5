package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a shared store is asked at all, and the two lines in the log that say so. Open until the store has answered for
 * the first time. Thread-safe.
 */
final class StoreCircuit {

    private static final Logger logger = LoggerFactory.getLogger(StoreCircuit.class);

    /** So many failures in a row; fewer may be the network's hiccup or a collector's pause. */
    private static final int FAILURES = 3;

    /** A store that comes and goes is not worth two lines each time. */
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final String meanwhile;

    private final LongSupplier nanoTime;

    private final AtomicInteger failures = new AtomicInteger();

    private volatile boolean open = true;

    private boolean told;

    private boolean toldBefore;

    private long toldAt;

    /**
     * Prepares an open circuit.
     * @param meanwhile what becomes of calls while it is open, as a configured value
     * @param nanoTime the time
     */
    StoreCircuit(String meanwhile, LongSupplier nanoTime) {
        this.meanwhile = meanwhile;
        this.nanoTime = nanoTime;
    }

    boolean isOpen() {
        return open;
    }

    /** The store answered a call. */
    void answered() {
        // Read first: all callers would write the same line of memory.
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /**
     * The store gave no answer to a call.
     * @return whether this call opened the circuit
     */
    boolean failed(Throwable cause) {
        return failures.incrementAndGet() >= FAILURES && open(cause);
    }

    /**
     * Opens the circuit.
     * @return whether it was closed
     */
    synchronized boolean open(Throwable cause) {
        boolean opened = !open;
        open = true;
        if (!told && (!toldBefore || nanoTime.getAsLong() - toldAt >= QUIET_NANOS)) {
            told = true;
            toldBefore = true;
            toldAt = nanoTime.getAsLong();
            logger.warn(
                    "Rate limits are decided without Redis ({} is {}): {}. Calls do not wait for it meanwhile",
                    "vault.observability.rate-limit.on-store-failure",
                    meanwhile,
                    RedisFault.sentence(cause));
            logger.debug("Redis gave no answer", cause);
        }
        return opened;
    }

    /** The store answers again, or for the first time. */
    synchronized void close() {
        failures.set(0);
        open = false;
        if (told) {
            told = false;
            logger.info("Redis answers again: it decides rate limits");
        }
    }
}
