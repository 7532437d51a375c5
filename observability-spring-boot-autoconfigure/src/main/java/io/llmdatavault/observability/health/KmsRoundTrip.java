package io.llmdatavault.observability.health;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import org.jspecify.annotations.Nullable;

/** Encrypts and decrypts a constant: a key that only encrypts cannot give back what is stored. */
final class KmsRoundTrip {

    static final ComponentHealth SUCCESS = ComponentHealth.healthy("The key encrypts and decrypts.");

    /** The status of an answer that asks for fewer calls. */
    static final int TOO_MANY_REQUESTS = 429;

    private static final byte[] CONSTANT = "vault health check".getBytes(StandardCharsets.US_ASCII);

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static final int TAG_BITS = 128;

    private KmsRoundTrip() {}

    static byte[] constant() {
        return CONSTANT.clone();
    }

    static ComponentHealth result(byte @Nullable [] decrypted) {
        return Arrays.equals(decrypted, CONSTANT)
                ? SUCCESS
                : ComponentHealth.unhealthy("The key does not give back what it encrypts.");
    }

    /** The key is safe, and some calls are answered: no reason to say that it cannot be used. */
    static ComponentHealth throttled(String service) {
        return ComponentHealth.degraded(service + " throttles calls.");
    }

    /** With an AES key of a provider; of whichever can, when there is none. */
    static ComponentHealth of(SecretKey key, @Nullable Provider provider) throws GeneralSecurityException {
        Cipher encryption = cipher(provider);
        encryption.init(Cipher.ENCRYPT_MODE, key);
        byte[] encrypted = encryption.doFinal(CONSTANT);
        Cipher decryption = cipher(provider);
        decryption.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, encryption.getIV()));
        return result(decryption.doFinal(encrypted));
    }

    private static Cipher cipher(@Nullable Provider provider) throws GeneralSecurityException {
        return provider == null ? Cipher.getInstance(TRANSFORMATION) : Cipher.getInstance(TRANSFORMATION, provider);
    }
}
