package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import org.jspecify.annotations.Nullable;

/**
 * A secret key in a local keystore: encrypts and decrypts a constant. The keystore is read each time, because what an
 * application has in memory tells nothing about the next start.
 */
final class LocalKmsProbe implements KmsProbe {

    private static final byte[] CONSTANT = "vault health check".getBytes(StandardCharsets.US_ASCII);

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static final int TAG_BITS = 128;

    private final Path keystore;

    private final String type;

    private final char[] password;

    private final String keyId;

    LocalKmsProbe(Path keystore, String type, @Nullable String password, String keyId) {
        this.keystore = keystore;
        this.type = type;
        this.password = password == null ? new char[0] : password.toCharArray();
        this.keyId = keyId;
    }

    @Override
    public ComponentHealth probe() throws GeneralSecurityException {
        KeyStore keys;
        try {
            keys = load();
        } catch (IOException ex) {
            return ComponentHealth.unhealthy("The keystore cannot be read.").causedBy(ex);
        }
        Key key = keys.getKey(keyId, password);
        if (!(key instanceof SecretKey secretKey)) {
            return ComponentHealth.unhealthy("The keystore has no such secret key.");
        }
        return givesBack(secretKey)
                ? ComponentHealth.healthy("The key encrypts and decrypts.")
                : ComponentHealth.unhealthy("The key does not give back what it encrypts.");
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(type);
        try (InputStream input = Files.newInputStream(keystore)) {
            keys.load(input, password);
        }
        return keys;
    }

    private static boolean givesBack(SecretKey key) throws GeneralSecurityException {
        Cipher encryption = Cipher.getInstance(TRANSFORMATION);
        encryption.init(Cipher.ENCRYPT_MODE, key);
        byte[] encrypted = encryption.doFinal(CONSTANT);
        Cipher decryption = Cipher.getInstance(TRANSFORMATION);
        decryption.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, encryption.getIV()));
        return Arrays.equals(decryption.doFinal(encrypted), CONSTANT);
    }
}
