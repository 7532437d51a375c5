package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in this process. A key whose window runs is never pushed out by others: it would start with all its permits. When
 * there are as many keys as are to be kept, those that are new share a fixed number of windows until others have ended.
 */
final class LocalPermitCounter implements PermitCounter {

    private static final Logger logger = LoggerFactory.getLogger(RateLimits.class);

    /** Of newcomers in a flood: enough that a guest who is no part of it is not always refused with it. */
    private static final int SHARED_WINDOWS = 1024;

    /** In a flood, those that have ended are looked for ten times in a window, and at least this often: it takes milliseconds. */
    private static final long MOST_BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

    private final AtomicBoolean warned = new AtomicBoolean();

    private final String limitName;

    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** Of all who have no key. */
    private final Window common = new Window();

    private final Window[] shared =
            Stream.generate(Window::new).limit(SHARED_WINDOWS).toArray(Window[]::new);

    /** Those in the map, those that are about to be included: {@code size()} of the map adds up its parts each time. */
    private final AtomicLong keys = new AtomicLong();

    private final AtomicLong nextSweep;

    private final long length;

    private final long sweepInterval;

    private final int maxKeys;

    private final LongSupplier nanoTime;

    LocalPermitCounter(String limitName, Duration window, int maxKeys, LongSupplier nanoTime) {
        this.limitName = limitName;
        this.length = window.toNanos();
        this.sweepInterval = Math.min(length / 10, MOST_BETWEEN_SWEEPS);
        this.maxKeys = maxKeys;
        this.nanoTime = nanoTime;
        this.nextSweep = new AtomicLong(nanoTime.getAsLong());
    }

    /** One that goes by the clock of this process. */
    static PermitCounter inProcess(String limitName, Duration window, int maxKeys) {
        return new LocalPermitCounter(limitName, window, maxKeys, System::nanoTime);
    }

    @Override
    public Count take(String key, long permits, long limit) {
        long now = nanoTime.getAsLong();
        while (true) {
            Count count = window(key, now).take(permits, limit, length, now);
            if (count != null) {
                return count;
            }
        }
    }

    /** In a flood it may be another window than the permits were taken from; then a few permits more are there, once. */
    @Override
    public void giveBack(String key, long permits, long limit) {
        Window known = key.isEmpty() ? common : windows.get(key);
        (known != null ? known : shared(key)).giveBack(permits, length, nanoTime.getAsLong());
    }

    private Window window(String key, long now) {
        if (key.isEmpty()) {
            return common;
        }
        Window known = windows.get(key);
        if (known != null) {
            return known;
        }
        Window added = add(key);
        if (added == null && sweep(now)) {
            added = add(key);
        }
        if (added != null) {
            return added;
        }
        if (warned.compareAndSet(false, true)) {
            logger.warn(
                    "The rate limit {} has all the {} keys it may count; new ones share permits until others have ended;"
                            + " this is said once",
                    limitName,
                    maxKeys);
        }
        return shared(key);
    }

    private @Nullable Window add(String key) {
        if (keys.incrementAndGet() > maxKeys) {
            keys.decrementAndGet();
            return null;
        }
        Window mine = new Window();
        Window other = windows.putIfAbsent(key, mine);
        if (other == null) {
            return mine;
        }
        keys.decrementAndGet();
        return other;
    }

    /** By one caller at a time. Returns whether it was this one. */
    private boolean sweep(long now) {
        long due = nextSweep.get();
        if (now - due < 0 || !nextSweep.compareAndSet(due, now + sweepInterval)) {
            return false;
        }
        windows.forEach((key, window) -> {
            if (window.retire(length, now) && windows.remove(key, window)) {
                keys.decrementAndGet();
            }
        });
        return true;
    }

    private Window shared(String key) {
        return shared[Math.floorMod(spread(key.hashCode()), SHARED_WINDOWS)];
    }

    /** The lowest bits of the hashes of similar texts are too alike. */
    private static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    int keys() {
        return windows.size();
    }

    @Override
    public void close() {
        windows.clear();
    }
}
