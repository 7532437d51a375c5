package io.llmdatavault.observability.alert.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What identifies an alert, in this process and in every other one that runs the same rules. */
final class Fingerprint {

    private static final int BYTES = 8;

    /** Occurs in no UTF-8 text, so that no two label sets look alike. */
    private static final byte SEPARATOR = (byte) 0xff;

    private Fingerprint() {}

    static String of(String ruleId, Map<String, String> labels) {
        MessageDigest digest = sha256();
        add(digest, ruleId);
        new TreeMap<>(labels).forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }
}
