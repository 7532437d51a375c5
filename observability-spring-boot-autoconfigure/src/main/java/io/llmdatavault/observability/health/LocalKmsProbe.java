package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * A secret key in a local keystore: encrypts and decrypts a constant. The keystore is read each time, because what an
 * application has in memory tells nothing about the next start.
 */
final class LocalKmsProbe implements KmsProbe {

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
            return ComponentHealth.unhealthy(sentence(ex)).causedBy(ex);
        }
        Key key;
        try {
            key = keys.getKey(keyId, password);
        } catch (UnrecoverableKeyException ex) {
            return ComponentHealth.unhealthy("The password does not open the key.")
                    .causedBy(ex);
        }
        return key instanceof SecretKey secretKey
                ? KmsRoundTrip.of(secretKey, null)
                : ComponentHealth.unhealthy("The keystore has no such secret key.");
    }

    private static String sentence(IOException ex) {
        if (ex instanceof NoSuchFileException) {
            return "The keystore does not exist.";
        }
        return ex.getCause() instanceof UnrecoverableKeyException
                ? "The password does not open the keystore."
                : "The keystore cannot be read.";
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(type);
        try (InputStream input = Files.newInputStream(keystore)) {
            keys.load(input, password);
        }
        return keys;
    }
}
