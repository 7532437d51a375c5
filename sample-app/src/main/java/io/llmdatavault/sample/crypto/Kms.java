package io.llmdatavault.sample.crypto;

import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.KmsError;

/**
 * A key management service: hands out data keys and opens them again. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface Kms {

    /**
     * Makes a new AES-256 data key.
     * @param binding what the key is for; the wrapped key only opens with the same text
     * @return the key, plain and wrapped
     * @throws KmsError when the service cannot do it
     */
    DataKey generateDataKey(String binding);

    /**
     * Opens a wrapped data key.
     * @param key the key as it was stored
     * @param binding the text it was generated with
     * @return the plain key
     * @throws KmsError when the service cannot do it, or the key was not wrapped by it for this text
     */
    SecretKey unwrap(WrappedKey key, String binding);
}
