package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.llmdatavault.observability.configuration.WarnOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in this process. A key is kept for as long as its window may run, and never pushed out by others: it would start
 * with all its permits. When there are as many keys as are to be kept, those that are new share a fixed number of windows until
 * others have ended.
 */
final class LocalPermitCounter implements PermitCounter {

    private static final Logger logger = LoggerFactory.getLogger(RateLimits.class);

    /** Of newcomers in a flood: enough that a guest who is no part of it is not always refused with it. */
    private static final int SHARED_WINDOWS = 1024;

    private final WarnOnce warning;

    private final Cache<String, Window> windows;

    /** Of all who have no key. */
    private final Window common = new Window();

    private final Window[] shared =
            Stream.generate(Window::new).limit(SHARED_WINDOWS).toArray(Window[]::new);

    private final long length;

    private final int maxKeys;

    private final LongSupplier nanoTime;

    private volatile long lastCleaned;

    LocalPermitCounter(String limitName, Duration window, int maxKeys, LongSupplier nanoTime) {
        this.length = window.toNanos();
        this.maxKeys = maxKeys;
        this.nanoTime = nanoTime;
        this.lastCleaned = nanoTime.getAsLong();
        this.warning = new WarnOnce(
                logger,
                "The rate limit %s has all the %d keys it may count; new ones share permits until others have ended"
                        .formatted(limitName, maxKeys));
        this.windows = Caffeine.newBuilder()
                .expireAfterAccess(window)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** One that goes by the clock of this process. */
    static PermitCounter inProcess(String limitName, Duration window, int maxKeys) {
        return new LocalPermitCounter(limitName, window, maxKeys, System::nanoTime);
    }

    @Override
    public Count take(String key, long permits, long limit) {
        return window(key).take(permits, limit, length, nanoTime.getAsLong());
    }

    @Override
    public void giveBack(String key, long permits, long limit) {
        Window known = key.isEmpty() ? common : windows.getIfPresent(key);
        (known != null ? known : shared(key)).giveBack(permits, length, nanoTime.getAsLong());
    }

    private Window window(String key) {
        if (key.isEmpty()) {
            return common;
        }
        Window known = windows.getIfPresent(key);
        if (known != null) {
            return known;
        }
        if (windows.estimatedSize() >= maxKeys && !hasRoomAfterCleaning()) {
            warning.warn(new IllegalStateException("max-keys is " + maxKeys));
            return shared(key);
        }
        return windows.get(key, newcomer -> new Window());
    }

    /** At most once in a hundredth of the window: a flood of new keys must not clean all the time. */
    private boolean hasRoomAfterCleaning() {
        long now = nanoTime.getAsLong();
        if (now - lastCleaned >= length / 100) {
            lastCleaned = now;
            windows.cleanUp();
        }
        return windows.estimatedSize() < maxKeys;
    }

    private Window shared(String key) {
        return shared[Math.floorMod(spread(key.hashCode()), SHARED_WINDOWS)];
    }

    /** The hash of a text is made by who chooses the text, but its lowest bits are too alike for similar ones. */
    private static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    int keys() {
        return (int) windows.estimatedSize();
    }

    @Override
    public void close() {
        windows.invalidateAll();
    }
}
