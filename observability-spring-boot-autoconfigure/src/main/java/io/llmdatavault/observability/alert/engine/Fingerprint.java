package io.llmdatavault.observability.alert.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.llmdatavault.observability.alert.promql.Labels;

/**
 * What identifies an alert, in this process and in every other one that runs the same rules. Where a label says which
 * process it is, its value does not count: an alert about the process itself is the same in each.
 */
final class Fingerprint {

    private static final int BYTES = 8;

    /** Occurs in no UTF-8 text, so that no two label sets look alike. */
    private static final byte SEPARATOR = (byte) 0xff;

    private Fingerprint() {}

    /**
     * The fingerprint of an alert.
     * @param labels its labels, {@code alertname} among them
     * @param identity the labels of this process
     * @param rule the rule's id, which differs from {@code alertname} where several rules have that name
     */
    static String of(Labels labels, Labels identity, String rule) {
        MessageDigest digest = sha256();
        labels.forEach((name, value) -> {
            add(digest, name);
            // An empty value is none that a label could have: an alert with the label is another than one without.
            add(digest, value.equals(identity.get(name)) ? "" : value);
        });
        if (!rule.equals(labels.get("alertname"))) {
            add(digest, rule);
        }
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
