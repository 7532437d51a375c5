package io.llmdatavault.sample.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.sample.DataDirectory;
import io.llmdatavault.sample.RecordVaultProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The key that wraps all data keys, in a PKCS #12 file of the data directory. The first start creates it, readable by
 * the owner of the process only. Whoever loses the file or its password loses every record.
 */
@Component
class LocalKeystore {

    private static final Logger logger = LoggerFactory.getLogger(LocalKeystore.class);

    /** Also in {@code application.yml}, where the health check finds it. */
    private static final String KEY_ID = "record-vault";

    private final KeyStore keystore;

    private final char[] password;

    private final String currentKeyId;

    LocalKeystore(DataDirectory dataDirectory, RecordVaultProperties properties) {
        Path file = dataDirectory.resolve("keystore.p12");
        this.password = properties.keystorePassword().toCharArray();
        if (properties.keystorePassword().equals(RecordVaultProperties.DEFAULT_KEYSTORE_PASSWORD)) {
            logger.warn("The keystore {} has the password everybody knows: set vault.sample.keystore-password", file);
        }
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            this.keystore = load(file);
            this.currentKeyId = keystore.aliases().nextElement();
        } catch (IOException | GeneralSecurityException ex) {
            throw cannotOpen(file, ex);
        }
    }

    String currentKeyId() {
        return currentKeyId;
    }

    SecretKey key(String keyId) throws GeneralSecurityException {
        if (keystore.getKey(keyId, password) instanceof SecretKey key) {
            return key;
        }
        throw new UnrecoverableKeyException("No such key in the keystore");
    }

    private void create(Path file) throws IOException, GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        KeyStore fresh = KeyStore.getInstance("PKCS12");
        fresh.load(null, password);
        fresh.setEntry(
                KEY_ID,
                new KeyStore.SecretKeyEntry(generator.generateKey()),
                new KeyStore.PasswordProtection(password));
        // Temporary files belong to their owner alone, and a crash half-way leaves no half keystore behind.
        Path incomplete = Files.createTempFile(file.toAbsolutePath().getParent(), "keystore", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(incomplete)) {
                fresh.store(out, password);
            }
            Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(incomplete);
        }
        logger.info("Created the keystore {}: without it no record can be read, so back it up", file);
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            loaded.load(in, password);
        }
        return loaded;
    }

    private static RuntimeException cannotOpen(Path file, Exception cause) {
        if (cause.getCause() instanceof UnrecoverableKeyException) {
            return ConfigurationError.builder(
                            "vault.sample.keystore-password", "The password does not open the keystore '" + file + "'")
                    .expectedType("the password that was set when the keystore was created")
                    .cause(cause)
                    .build();
        }
        return KmsError.builder(KmsOperation.DESCRIBE_KEY, KmsProvider.LOCAL, file.toString())
                .message("The keystore '" + file + "' cannot be created or read")
                .cause(cause)
                .build();
    }
}
