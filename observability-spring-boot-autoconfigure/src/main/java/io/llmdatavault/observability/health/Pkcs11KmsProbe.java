package io.llmdatavault.observability.health;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * A secret key on a PKCS#11 token: encrypts and decrypts a constant there. Login and key are kept while they work and made
 * anew when they do not, with one exception: a PIN that the token has refused is never sent again, because after a few of
 * those a token locks itself. The provider is another one only after the sessions were lost, and a few times at most.
 */
final class Pkcs11KmsProbe implements KmsProbe {

    private final Pkcs11Token token;

    private final String keyId;

    /** A check and the attempt at start-up do not meet on the token. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable SecretKey key;

    private @Nullable ComponentHealth refused;

    Pkcs11KmsProbe(Pkcs11Token token, String keyId) {
        this.token = token;
        this.keyId = keyId;
    }

    @Override
    public ComponentHealth probe() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return refused != null ? refused : tryKey();
        } catch (IOException | GeneralSecurityException | ProviderException ex) {
            return explain(ex);
        } finally {
            lock.unlock();
        }
    }

    private ComponentHealth tryKey() throws IOException, GeneralSecurityException {
        SecretKey usable = key();
        return usable == null ? ComponentHealth.unhealthy("The token has no such secret key.") : token.tryKey(usable);
    }

    private @Nullable SecretKey key() throws IOException, GeneralSecurityException {
        if (key == null) {
            key = token.find(keyId);
        }
        return key;
    }

    private ComponentHealth explain(Exception ex) {
        key = null;
        Pkcs11Failure failure = Pkcs11Failure.of(ex);
        if (failure.endsSessions() && !token.reopen()) {
            return ComponentHealth.unhealthy(
                            failure.sentence() + " Sessions with it are opened anew only by a restart.")
                    .causedBy(ex);
        }
        if (failure.isFinal()) {
            refused = ComponentHealth.unhealthy(failure.sentence() + " It is not tried again before a restart.")
                    .causedBy(ex);
            return refused;
        }
        return ComponentHealth.unhealthy(failure.sentence()).causedBy(ex);
    }

    /**
     * Logs in once, ahead of the first check, so that a library or a PIN that cannot be right ends start-up. A token that is
     * not there is a state, which the checks report.
     */
    void logIn(Duration limit) {
        FutureTask<@Nullable Void> attempt = new FutureTask<>(this::attempt);
        Thread thread = new Thread(attempt, "vault-health-pkcs11");
        thread.setDaemon(true);
        thread.start();
        try {
            attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException ex) {
            // The checks wait for it, and say so.
        } catch (ExecutionException ex) {
            refuseMistake(ex);
        }
    }

    private @Nullable Void attempt() throws Exception {
        lock.lockInterruptibly();
        try {
            key();
            return null;
        } catch (IOException | GeneralSecurityException | ProviderException ex) {
            explain(ex);
            throw ex;
        } finally {
            lock.unlock();
        }
    }

    private static void refuseMistake(Throwable failure) {
        Pkcs11Failure kind = Pkcs11Failure.of(failure);
        if (kind == Pkcs11Failure.LIBRARY) {
            throw Pkcs11Token.libraryError("It cannot be loaded", failure);
        }
        if (kind == Pkcs11Failure.PIN_REFUSED) {
            throw ConfigurationError.builder(KmsProperties.PREFIX + "pkcs11.pin", "The token does not accept it")
                    .expectedType("the PIN of the token's user, in quotes; each start tries it once, and a token locks"
                            + " itself after a few wrong ones")
                    .cause(failure)
                    .build();
        }
    }
}
