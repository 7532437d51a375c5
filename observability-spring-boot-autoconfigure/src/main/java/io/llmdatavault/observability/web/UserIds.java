package io.llmdatavault.observability.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.llmdatavault.observability.logging.PlainText;

/**
 * How authenticated users are named in logs and errors. Public for the starter's own packages. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class UserIds {

    private static final int HASHED_BYTES = 8;

    private final Form form;

    UserIds(Form form) {
        this.form = form;
    }

    /**
     * Names a user.
     * @param principal the name of the principal, which may hold anything
     * @return the name, fit for one line, or the first 16 hexadecimal digits of its SHA-256
     */
    public String of(String principal) {
        return form == Form.HASH ? hash(principal) : PlainText.of(principal);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASHED_BYTES);
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    /** What logs and errors say of a user. */
    enum Form {

        /** Nothing. */
        NONE,

        /** The name. */
        NAME,

        /** A hash of the name. */
        HASH
    }
}
