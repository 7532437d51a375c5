package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Counts what is going on at once, in this process. A key is there only while something holds its permits, so there are as
 * many keys as calls at most.
 */
final class SlotCounter implements PermitCounter {

    /** When one of those that are going on ends is anybody's guess. */
    private static final long NANOS_TO_RETRY = Duration.ofSeconds(1).toNanos();

    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    @Override
    public Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
        Attempt attempt = new Attempt(permits, limit);
        taken.compute(key, (same, used) -> attempt.take(used));
        Origin origin = attempt.allowed ? () -> giveBack(key, permits) : Origin.NOTHING;
        return new Count(attempt.allowed, attempt.used, NANOS_TO_RETRY, origin);
    }

    private void giveBack(String key, long permits) {
        taken.computeIfPresent(key, (same, used) -> used > permits ? Long.valueOf(used - permits) : null);
    }

    int keys() {
        return taken.size();
    }

    @Override
    public void close() {
        taken.clear();
    }

    /** One caller's, written while the map holds the key. */
    private static final class Attempt {

        private final long permits;

        private final long limit;

        private boolean allowed;

        private long used;

        Attempt(long permits, long limit) {
            this.permits = permits;
            this.limit = limit;
        }

        @Nullable
        Long take(@Nullable Long before) {
            long count = before == null ? 0 : before;
            allowed = permits <= limit - count;
            used = allowed ? count + permits : count;
            return used == 0 ? null : Long.valueOf(used);
        }
    }
}
