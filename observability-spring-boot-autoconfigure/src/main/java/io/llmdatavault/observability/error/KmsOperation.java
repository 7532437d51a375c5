package io.llmdatavault.observability.error;

/**
 * An operation of a key management service.
 *
 * @since 0.1.0
 */
public enum KmsOperation {

    /** Generating a key. */
    GENERATE_KEY,
    /** Encrypting (wrapping) a data key. */
    ENCRYPT_KEY,
    /** Decrypting (unwrapping) a data key. */
    DECRYPT_KEY,
    /** Rotating a key. */
    ROTATE_KEY,
    /** Asking about a key. */
    DESCRIBE_KEY,
    /** Naming a key. */
    CREATE_ALIAS
}
