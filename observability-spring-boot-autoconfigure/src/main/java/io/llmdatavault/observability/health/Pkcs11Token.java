package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 token, through a provider of the JDK that nobody else sees. Its sessions are kept in the provider, so there is
 * one for as long as it works; what is dropped is closed by the cleaner of the JDK. Nobody logs out of the token: its login
 * is one for the whole process, that of the application included. Not thread-safe.
 */
class Pkcs11Token {

    /** What a provider has once it has found its token. */
    private static final String KEYS = "PKCS11";

    private final String configuration;

    private final char[] pin;

    private @Nullable Provider provider;

    Pkcs11Token(String library, String slotAttribute, String pin) {
        this.configuration =
                "--name = vault-health%nlibrary = \"%s\"%n%s%n".formatted(library.replace('\\', '/'), slotAttribute);
        this.pin = pin.toCharArray();
    }

    static Pkcs11Token of(KmsProperties.Pkcs11 pkcs11) {
        String library = String.valueOf(pkcs11.library());
        Path path = Path.of(library);
        // A bare name is looked for by the operating system.
        boolean bare = library.equals(String.valueOf(path.getFileName()));
        if (!bare && !Files.isRegularFile(path)) {
            throw libraryError("There is no such file", null);
        }
        if (Security.getProvider("SunPKCS11") == null) {
            throw ConfigurationError.builder(KmsProperties.PROVIDER, "This Java runtime has no PKCS#11")
                    .expectedType("another provider, or add the module jdk.crypto.cryptoki to the runtime")
                    .build();
        }
        return new Pkcs11Token(library, pkcs11.slotAttribute(), String.valueOf(pkcs11.pin()));
    }

    static ConfigurationError libraryError(String message, @Nullable Throwable cause) {
        ConfigurationError.Builder error = ConfigurationError.builder(KmsProperties.PREFIX + "pkcs11.library", message)
                .expectedType("the path of a PKCS#11 library for this machine, as in /usr/lib/softhsm/libsofthsm2.so");
        return (cause == null ? error : error.cause(cause)).build();
    }

    /** Logs in, unless the process is logged in, and looks for a key. */
    @Nullable
    SecretKey find(String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KEYS, provider());
        keys.load(null, pin);
        return keys.getKey(alias, null) instanceof SecretKey key ? key : null;
    }

    ComponentHealth tryKey(SecretKey key) throws GeneralSecurityException {
        return KmsRoundTrip.of(key, provider());
    }

    /** Begins anew the next time. A provider that waits for its token goes on waiting: another one would do no more. */
    void forget() {
        if (provider != null && provider.getService("KeyStore", KEYS) != null) {
            provider = null;
        }
    }

    private Provider provider() {
        Provider made = provider;
        if (made == null) {
            made = Security.getProvider("SunPKCS11").configure(configuration);
            provider = made;
        }
        return made;
    }
}
