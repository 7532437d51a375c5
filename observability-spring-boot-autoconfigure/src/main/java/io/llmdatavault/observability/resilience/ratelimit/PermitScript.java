package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What Redis runs, in one step each. A key holds the permits taken in its window and lives as long as the window: Redis's
 * own clock ends it, so those of the instances need not agree.
 */
enum PermitScript {

    /** Arguments: permits, limit, window in milliseconds. Answer: 1 or 0, permits taken, milliseconds left. */
    TAKE("""
            local permits, limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local used = tonumber(redis.call('GET', KEYS[1]) or '0')
            local left = redis.call('PTTL', KEYS[1])
            if left == -2 then
              if permits > limit then return {0, 0, window} end
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
              return {1, permits, window}
            end
            if left < 0 or left > window then
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
              left = window
            end
            if used + permits > limit then return {0, used, left} end
            redis.call('INCRBY', KEYS[1], ARGV[1])
            return {1, used + permits, left}
            """),

    /**
     * Arguments: permits, most milliseconds that their window has left. A key that has ended since is not made again, and the
     * next window has not taken them.
     */
    GIVE_BACK("""
            if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then return {0} end
            local used = tonumber(redis.call('GET', KEYS[1]) or '0')
            local back = math.min(used, tonumber(ARGV[1]))
            if back <= 0 then return {used} end
            return {redis.call('DECRBY', KEYS[1], back)}
            """);

    private final String text;

    private final String digest;

    PermitScript(String text) {
        this.text = text;
        try {
            // The name that Redis itself gives to a script, no protection of anything.
            this.digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-1", ex);
        }
    }

    String text() {
        return text;
    }

    String digest() {
        return digest;
    }
}
