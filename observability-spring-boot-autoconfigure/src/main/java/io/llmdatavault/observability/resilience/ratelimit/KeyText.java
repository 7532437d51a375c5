package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a key looks like where it is kept: keys may come from the network. */
final class KeyText {

    /** What is longer counts by its hash. */
    static final int MAX_LENGTH = 256;

    private KeyText() {}

    /** The memory that a key takes is bounded. */
    static String bounded(String key) {
        return key.length() <= MAX_LENGTH ? key : hashed(key);
    }

    /**
     * For names of keys in Redis: two keys that differ must not become one in UTF-8, nobody wants to see control characters in a
     * terminal, and braces would choose the node of a cluster.
     */
    static String plain(String key) {
        boolean isPlain = key.codePoints()
                .noneMatch(point -> point == '{'
                        || point == '}'
                        || Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE);
        return isPlain ? key : hashed(key);
    }

    /** Of its units: every encoder would replace half a surrogate pair. */
    static String hashed(String key) {
        ByteBuffer units = ByteBuffer.allocate(2 * key.length());
        units.asCharBuffer().put(key);
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(units.array()));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
