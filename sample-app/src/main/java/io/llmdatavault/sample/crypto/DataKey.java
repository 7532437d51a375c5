package io.llmdatavault.sample.crypto;

import javax.crypto.SecretKey;

/**
 * A fresh key for one record, in both its forms.
 *
 * @param secret the key to encrypt with, to be forgotten afterwards
 * @param wrapped the same key as it may be stored
 * @since 0.1.0
 */
public record DataKey(SecretKey secret, WrappedKey wrapped) {

    /** Shows no key material. */
    @Override
    public String toString() {
        return "DataKey[" + wrapped.keyId() + "]";
    }
}
