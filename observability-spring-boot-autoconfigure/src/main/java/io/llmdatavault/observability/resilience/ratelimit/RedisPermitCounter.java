package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;

/**
 * Counts the permits of one limit in Redis, for all instances; in its stead something else while Redis is away. Each instance makes
 * a bounded number of keys there.
 */
final class RedisPermitCounter implements PermitCounter {

    private static final String PREFIX = "vault:rate-limit:";

    /** What the clocks of this process and of Redis may be apart while a call is decided. */
    private static final long TOLERANCE_MILLIS = 100;

    private final RedisStore store;

    private final String limitName;

    private final Duration window;

    private final boolean secretKeys;

    private final PermitCounter meanwhile;

    private final OutcomeCounter decisions;

    private final LongSupplier nanoTime;

    private final BoundedKeys<Live> keys;

    RedisPermitCounter(
            RedisStore store,
            String limitName,
            Duration window,
            int maxKeys,
            boolean secretKeys,
            PermitCounter meanwhile,
            OutcomeCounter decisions,
            LongSupplier nanoTime) {
        this.store = store;
        this.limitName = limitName;
        this.window = window;
        this.secretKeys = secretKeys;
        this.meanwhile = meanwhile;
        this.decisions = decisions;
        this.nanoTime = nanoTime;
        this.keys = new BoundedKeys<>(
                limitName,
                window,
                maxKeys,
                () -> new Live(nanoTime.getAsLong() + window.toNanos()),
                (live, now) -> live.end - now <= 0,
                nanoTime.getAsLong());
    }

    @Override
    public Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
        if (!store.isAsked()) {
            return decideMeanwhile(key, permits, limit);
        }
        long now = nanoTime.getAsLong();
        Live live = key.isEmpty() ? null : keys.of(key, now);
        if (live != null && live.end - now <= 0) {
            live.end = now + window.toNanos();
        }
        String redisKey = live != null || key.isEmpty() ? redisKey(key) : sharedKey(key);
        List<Long> answer = store.ask(PermitScript.TAKE, redisKey, wait, permits, limit, window.toMillis());
        if (answer == null) {
            return decideMeanwhile(key, permits, limit);
        }
        boolean allowed = answer.get(0) == 1;
        long left = TimeUnit.MILLISECONDS.toNanos(Math.max(1, answer.get(2)));
        long end = nanoTime.getAsLong() + left;
        if (live != null) {
            live.end = end;
        }
        return new Count(
                allowed, answer.get(1), left, allowed ? () -> giveBack(redisKey, permits, end) : Origin.NOTHING);
    }

    /** Also while Redis is away: it may be back at any moment. */
    @Override
    public boolean mayWait() {
        return true;
    }

    private Count decideMeanwhile(String key, long permits, long limit) {
        decisions.count(limitName, "store_failure");
        return meanwhile.take(key, permits, limit);
    }

    /** A window that ends later than the one they were taken from has not taken them. */
    private void giveBack(String redisKey, long permits, long end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
        if (left > 0) {
            store.tell(PermitScript.GIVE_BACK, redisKey, permits, left + TOLERANCE_MILLIS);
        }
    }

    @Override
    public void close() {
        keys.clear();
        meanwhile.close();
    }

    String redisKey(String key) {
        String text = secretKeys && !key.isEmpty() ? KeyText.hashed(key) : KeyText.plain(key);
        return PREFIX + limitName + ":" + text;
    }

    /** Of no limit by its name, so that no key of a caller is the same. */
    private String sharedKey(String key) {
        return PREFIX + ":newcomers:" + limitName + ":" + BoundedKeys.slot(key);
    }

    /** A key in Redis that this instance has asked for. */
    private static final class Live {

        /** When it ends, as far as is known here. */
        private volatile long end;

        Live(long end) {
            this.end = end;
        }
    }
}
