package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something for each key of a limit, for as many keys as are to be kept. A key whose window runs is never pushed out by others:
 * it would start with all its permits. When all are taken, those that are new share a fixed number of slots until the windows of
 * others have ended. Thread-safe.
 *
 * @param <T> what is kept for a key
 */
final class BoundedKeys<T> {

    /** Of newcomers in a flood: enough that a guest who is no part of it is not always refused with it. */
    static final int SHARED_SLOTS = 1024;

    private static final Logger logger = LoggerFactory.getLogger(RateLimits.class);

    /** In a flood, those that have ended are looked for ten times in a window, and at least this often: it takes milliseconds. */
    private static final long MOST_BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

    private final AtomicBoolean warned = new AtomicBoolean();

    private final String limitName;

    private final Map<String, T> kept = new ConcurrentHashMap<>();

    /** Those in the map, those that are about to be included: {@code size()} of the map adds up its parts each time. */
    private final AtomicLong count = new AtomicLong();

    private final AtomicLong nextSweep;

    private final long sweepInterval;

    private final int maxKeys;

    private final Supplier<T> maker;

    private final Ended<T> ended;

    /**
     * Prepares to keep.
     * @param now a reading of the clock
     */
    BoundedKeys(String limitName, Duration window, int maxKeys, Supplier<T> maker, Ended<T> ended, long now) {
        this.limitName = limitName;
        this.sweepInterval = Math.min(window.toNanos() / 10, MOST_BETWEEN_SWEEPS);
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.ended = ended;
        this.nextSweep = new AtomicLong(now);
    }

    /** What is kept for a key; {@code null} for a newcomer where all are taken. */
    @Nullable
    T of(String key, long now) {
        T known = kept.get(key);
        if (known != null) {
            return known;
        }
        T added = add(key);
        if (added == null && sweep(now)) {
            added = add(key);
        }
        if (added == null) {
            // Another thread may have put it meanwhile; a key is not to be counted in two places.
            added = kept.get(key);
        }
        if (added == null && warned.compareAndSet(false, true)) {
            logger.warn(
                    "The rate limit {} has all the {} keys it may count; new ones share permits until others have ended;"
                            + " this is said once",
                    limitName,
                    maxKeys);
        }
        return added;
    }

    /** Which of the shared slots a newcomer has: the lowest bits of the hashes of similar texts are too alike. */
    static int slot(String key) {
        return Math.floorMod((key.hashCode() * 0x9E3779B9) >>> 16, SHARED_SLOTS);
    }

    private @Nullable T add(String key) {
        if (count.incrementAndGet() > maxKeys) {
            count.decrementAndGet();
            return null;
        }
        T mine = maker.get();
        T other = kept.putIfAbsent(key, mine);
        if (other == null) {
            return mine;
        }
        count.decrementAndGet();
        return other;
    }

    /** By one caller at a time. Returns whether it was this one. */
    private boolean sweep(long now) {
        long due = nextSweep.get();
        if (now - due < 0 || !nextSweep.compareAndSet(due, now + sweepInterval)) {
            return false;
        }
        kept.forEach((key, value) -> {
            if (ended.test(value, now) && kept.remove(key, value)) {
                count.decrementAndGet();
            }
        });
        return true;
    }

    int size() {
        return kept.size();
    }

    void clear() {
        kept.clear();
    }

    /** Says whether what is kept is needed no more, and sees to it that it is used no more. */
    @FunctionalInterface
    interface Ended<T> {

        boolean test(T value, long now);
    }
}
