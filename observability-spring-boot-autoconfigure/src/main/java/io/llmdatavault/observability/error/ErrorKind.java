package io.llmdatavault.observability.error;

import java.util.Locale;

/**
 * The sixteen kinds of failure. The set is closed: applications specialise a kind, they never invent one.
 *
 * @since 0.1.0
 */
public enum ErrorKind {

    /** An object store or file system failed. */
    STORAGE,
    /** The caller is not who it claims to be, or did not say. */
    AUTHENTICATION,
    /** The caller is known and may not do this. */
    AUTHORIZATION,
    /** The request is wrong; the caller can correct it. */
    VALIDATION,
    /** Encrypting, decrypting, signing, verifying or hashing failed. */
    CRYPTOGRAPHIC,
    /** A key management service failed. */
    KMS,
    /** A database failed. */
    DATABASE,
    /** The caller asks too often; it may ask again later. */
    RATE_LIMIT,
    /** The thing asked for does not exist. */
    NOT_FOUND,
    /** The thing exists already, or changed meanwhile. */
    CONFLICT,
    /** The service is configured wrongly. */
    CONFIGURATION,
    /** A connection failed. */
    NETWORK,
    /** Something took too long. */
    TIMEOUT,
    /** Anything that no other kind describes: a defect of this service. */
    INTERNAL,
    /** Another service answered with a failure. */
    EXTERNAL_SERVICE,
    /** The caller has used up what it may use. */
    QUOTA_EXCEEDED;

    private final String label = name().toLowerCase(Locale.ROOT);

    private final String slug = label.replace('_', '-');

    /**
     * The last part of a problem's {@code type}, as in {@code not-found}.
     * @return the kind in kebab case
     */
    public String slug() {
        return slug;
    }

    /**
     * The value of the metric label {@code error_type}, as in {@code not_found}.
     * @return the kind in snake case
     */
    public String label() {
        return label;
    }
}
