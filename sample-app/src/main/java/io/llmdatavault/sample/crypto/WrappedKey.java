package io.llmdatavault.sample.crypto;

/**
 * A data key as it may be stored: encrypted by a key that never leaves its {@link Kms}.
 *
 * @param keyId which key of the KMS encrypted it
 * @param encrypted the encrypted data key, in Base64
 * @since 0.1.0
 */
public record WrappedKey(String keyId, String encrypted) {}
