package io.llmdatavault.sample.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import org.springframework.stereotype.Component;

/**
 * Encrypts the bytes of one record with its data key. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class PayloadCipher {

    /** The algorithm, as errors and metrics name it. */
    public static final String ALGORITHM = AesGcm.ALGORITHM;

    private final AesGcm aesGcm = new AesGcm();

    PayloadCipher() {}

    /**
     * Encrypts.
     * @param key a key that is used for nothing else
     * @param plaintext the bytes of the record
     * @param binding what the bytes belong to; they only decrypt with the same text
     * @return the encrypted bytes, with the nonce in front
     * @throws CryptographicError when the platform cannot do it
     */
    public byte[] encrypt(SecretKey key, byte[] plaintext, String binding) {
        try {
            return aesGcm.encrypt(key, plaintext, binding);
        } catch (GeneralSecurityException ex) {
            throw failure(CryptoOperation.ENCRYPT, ex);
        }
    }

    /**
     * Decrypts.
     * @param key the key it was encrypted with
     * @param sealed what {@link #encrypt} returned
     * @param binding the text it was encrypted with
     * @return the bytes of the record
     * @throws CryptographicError when a single bit differs; the error is the same wherever it does
     */
    public byte[] decrypt(SecretKey key, byte[] sealed, String binding) {
        try {
            return aesGcm.decrypt(key, sealed, binding);
        } catch (GeneralSecurityException ex) {
            throw failure(CryptoOperation.DECRYPT, ex);
        }
    }

    private static CryptographicError failure(CryptoOperation operation, GeneralSecurityException cause) {
        return CryptographicError.builder(operation, ALGORITHM).cause(cause).build();
    }
}
