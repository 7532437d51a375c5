package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Counts in this process. */
final class LocalPermitCounter implements PermitCounter {

    private final BoundedKeys<Window> windows;

    /** Of all who have no key. */
    private final Window common = new Window();

    private final Window[] shared =
            Stream.generate(Window::new).limit(BoundedKeys.SHARED_SLOTS).toArray(Window[]::new);

    private final long length;

    private final LongSupplier nanoTime;

    LocalPermitCounter(String limitName, Duration window, int maxKeys, LongSupplier nanoTime) {
        this.length = window.toNanos();
        this.nanoTime = nanoTime;
        this.windows = new BoundedKeys<>(
                limitName,
                window,
                maxKeys,
                Window::new,
                (candidate, now) -> candidate.retire(length, now),
                nanoTime.getAsLong());
    }

    /** One that goes by the clock of this process, where keys stay in memory. */
    static PermitCounter inProcess(String limitName, Duration window, int maxKeys, boolean secretKeys) {
        return new LocalPermitCounter(limitName, window, maxKeys, System::nanoTime);
    }

    @Override
    public Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
        long now = nanoTime.getAsLong();
        while (true) {
            Count count = window(key, now).take(permits, limit, length, now);
            if (count != null) {
                return count;
            }
        }
    }

    private Window window(String key, long now) {
        if (key.isEmpty()) {
            return common;
        }
        Window own = windows.of(key, now);
        return own != null ? own : shared[BoundedKeys.slot(key)];
    }

    int keys() {
        return windows.size();
    }

    @Override
    public void close() {
        windows.clear();
    }
}
