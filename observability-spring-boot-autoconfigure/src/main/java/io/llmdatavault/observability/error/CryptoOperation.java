package io.llmdatavault.observability.error;

/**
 * A cryptographic operation.
 *
 * @since 0.1.0
 */
public enum CryptoOperation {

    /** Encrypting. */
    ENCRYPT,
    /** Decrypting. */
    DECRYPT,
    /** Signing. */
    SIGN,
    /** Verifying a signature. */
    VERIFY,
    /** Deriving a key. */
    KEY_DERIVATION,
    /** Hashing. */
    HASH_GENERATION
}
