package io.llmdatavault.sample.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES in Galois/Counter Mode (NIST SP 800-38D): a random 96-bit nonce in front, a 128-bit tag at the end. */
final class AesGcm {

    static final String ALGORITHM = "AES-256-GCM";

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static final int NONCE_BYTES = 12;

    private static final int TAG_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    byte[] encrypt(SecretKey key, byte[] plaintext, String binding) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, binding);
        ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plaintext.length));
        sealed.put(nonce).put(cipher.doFinal(plaintext));
        return sealed.array();
    }

    byte[] decrypt(SecretKey key, byte[] sealed, String binding) throws GeneralSecurityException {
        // The JDK's own answer to less than a tag is another exception: a caller could tell the difference.
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new AEADBadTagException("Too short");
        }
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, binding);
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] startsWithNonce, String binding)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, startsWithNonce, 0, NONCE_BYTES));
        cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
