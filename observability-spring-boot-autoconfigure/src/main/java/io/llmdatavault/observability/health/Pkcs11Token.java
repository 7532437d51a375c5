package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 token, through a provider of the JDK that nobody else sees. Its sessions are kept in the provider, so there is
 * one for as long as they last. Nobody logs out of the token: its login is one for the whole process, that of the application
 * included. Not thread-safe.
 */
class Pkcs11Token {

    /** What is dropped may live on, with sessions and a thread of its own: the JDK cannot be told to end a provider. */
    static final int MAX_NEW_PROVIDERS = 8;

    /** Twice as long after each, so that they last for hours. */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    /** What a provider has once it has found its token. */
    private static final String KEYS = "PKCS11";

    private final Supplier<Provider> providers;

    private final char[] pin;

    private final LongSupplier nanoTime;

    private @Nullable Provider provider;

    private int newProviders;

    private long lastNewProvider;

    Pkcs11Token(String library, String slotAttribute, String pin) {
        this(() -> configure(library, slotAttribute), pin, System::nanoTime);
    }

    Pkcs11Token(Supplier<Provider> providers, String pin, LongSupplier nanoTime) {
        this.providers = providers;
        this.pin = pin.toCharArray();
        this.nanoTime = nanoTime;
    }

    static Provider configure(String library, String slotAttribute) {
        return Security.getProvider("SunPKCS11")
                .configure("--name = vault-health%nlibrary = \"%s\"%n%s%n"
                        .formatted(library.replace('\\', '/'), slotAttribute));
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

    /**
     * Takes a new provider the next time, because the sessions of this one are lost. One that waits for its token goes on
     * waiting: another one would do no more.
     * @return whether it can be done, now or when there has been time enough since the last one
     */
    boolean reopen() {
        if (provider == null || provider.getService("KeyStore", KEYS) == null) {
            return true;
        }
        if (newProviders == MAX_NEW_PROVIDERS) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (newProviders == 0 || now - lastNewProvider >= FIRST_WAIT.toNanos() << (newProviders - 1)) {
            provider = null;
            newProviders++;
            lastNewProvider = now;
        }
        return true;
    }

    private Provider provider() {
        Provider made = provider;
        if (made == null) {
            made = providers.get();
            provider = made;
        }
        return made;
    }
}
