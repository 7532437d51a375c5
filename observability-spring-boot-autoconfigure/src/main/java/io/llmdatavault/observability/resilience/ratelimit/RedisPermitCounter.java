package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.llmdatavault.observability.resilience.OutcomeCounter;

/** Counts the permits of one limit in Redis, for all instances; in its stead something else while Redis is away. */
final class RedisPermitCounter implements PermitCounter {

    private static final int MAX_KEY_LENGTH = 256;

    private final RedisStore store;

    private final String limitName;

    private final long windowMillis;

    private final PermitCounter meanwhile;

    private final OutcomeCounter decisions;

    RedisPermitCounter(
            RedisStore store, String limitName, Duration window, PermitCounter meanwhile, OutcomeCounter decisions) {
        this.store = store;
        this.limitName = limitName;
        this.windowMillis = window.toMillis();
        this.meanwhile = meanwhile;
        this.decisions = decisions;
    }

    @Override
    public Count take(String key, long permits, long limit) {
        List<Long> answer = store.ask(PermitScript.TAKE, redisKey(key), permits, limit, windowMillis);
        if (answer == null) {
            decisions.count(limitName, "store_failure");
            return meanwhile.take(key, permits, limit);
        }
        return new Count(
                answer.get(0) == 1,
                answer.get(1),
                Duration.ofMillis(Math.max(1, answer.get(2))).toNanos());
    }

    @Override
    public void giveBack(String key, long permits, long limit) {
        if (!store.tell(PermitScript.GIVE_BACK, redisKey(key), permits)) {
            meanwhile.giveBack(key, permits, limit);
        }
    }

    @Override
    public void close() {
        meanwhile.close();
    }

    String redisKey(String key) {
        return "vault:rate-limit:" + limitName + ":" + bounded(key);
    }

    /** Two keys that differ must not become one in UTF-8, and nobody wants to see control characters in a terminal. */
    private static String bounded(String key) {
        boolean plain = key.length() <= MAX_KEY_LENGTH
                && key.codePoints()
                        .noneMatch(point ->
                                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
        if (plain) {
            return key;
        }
        try {
            // Every encoder would replace half a surrogate pair.
            ByteBuffer units = ByteBuffer.allocate(2 * key.length());
            units.asCharBuffer().put(key);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(units.array());
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
