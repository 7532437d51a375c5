package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a shared store is asked at all, and the two lines in the log that say so. Open until the store has answered for
 * the first time. Thread-safe.
 */
final class StoreCircuit {

    private static final Logger logger = LoggerFactory.getLogger(StoreCircuit.class);

    /** So many failures one after the other; fewer may be the network's hiccup or a collector's pause. */
    private static final int FAILURES = 3;

    /** A store that comes and goes is not worth two lines each time. */
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final String meanwhile;

    private final LongSupplier nanoTime;

    /** {@code null} when the last answer was one. */
    private final AtomicReference<@Nullable Failures> failures = new AtomicReference<>();

    private final AtomicBoolean open = new AtomicBoolean(true);

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
        return open.get();
    }

    /** The store answered a call. */
    void answered() {
        // Read first: all callers would write the same line of memory.
        if (failures.get() != null) {
            failures.set(null);
        }
    }

    /**
     * The store gave no answer to a call. Neither waits nor writes the log: this caller has waited long enough. Whoever
     * began to wait before the last failure counted had ended met the same pause, and counts for nothing.
     * @param start when the call began to wait, a reading of {@link System#nanoTime()}
     * @param end when it ceased to
     * @return whether this call opened the circuit; {@link #open} is then to be told why, on another thread
     */
    boolean failed(long start, long end) {
        while (true) {
            Failures known = failures.get();
            if (known != null && start - known.lastEnd() < 0) {
                return false;
            }
            Failures more = new Failures(known == null ? 1 : known.count() + 1, end);
            if (failures.compareAndSet(known, more)) {
                return more.count() >= FAILURES && open.compareAndSet(false, true);
            }
        }
    }

    /** Opens the circuit, if it is not, and says why. */
    synchronized void open(Throwable cause) {
        open.set(true);
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
    }

    /** Says why it has not been closed yet, if it has not. */
    synchronized void stillOpen(Throwable cause) {
        if (open.get()) {
            open(cause);
        }
    }

    /** The store answers again, or for the first time. */
    synchronized void close() {
        failures.set(null);
        open.set(false);
        if (told) {
            told = false;
            logger.info("Redis answers again: it decides rate limits");
        }
    }

    /** Failures one after the other, and when the last of them had ended. */
    private record Failures(int count, long lastEnd) {}
}
