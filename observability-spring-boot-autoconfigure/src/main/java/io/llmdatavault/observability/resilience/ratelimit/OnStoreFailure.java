package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What becomes of calls while a shared store gives no answer. */
enum OnStoreFailure {
    ALLOW,
    DENY,
    LOCAL;

    /**
     * Makes what decides in the meantime.
     * @param local where is counted in this process
     * @param limitName the limit
     * @param window its window
     * @param maxKeys how many keys it keeps in this process
     * @param secretKeys whether its keys may be secrets
     */
    PermitCounter counter(PermitCounters local, String limitName, Duration window, int maxKeys, boolean secretKeys) {
        return switch (this) {
            case ALLOW -> new Uncounted(null, window);
            case DENY -> new Uncounted(RedisStore.PROBE_INTERVAL, window);
            case LOCAL -> local.create(limitName, window, maxKeys, secretKeys);
        };
    }

    /**
     * Gives the same answer to all.
     *
     * @param retryAfter when it is worth to come back; {@code null} allows
     * @param window the limit's window
     */
    private record Uncounted(@Nullable Duration retryAfter, Duration window) implements PermitCounter {

        @Override
        public Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
            return retryAfter == null
                    ? new Count(true, permits, window.toNanos(), Origin.NOTHING)
                    : new Count(false, limit, retryAfter.toNanos(), Origin.NOTHING);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
