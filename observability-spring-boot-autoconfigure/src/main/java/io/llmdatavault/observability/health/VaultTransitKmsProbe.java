package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.VaultException;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.VaultTransitOperations;
import org.springframework.vault.support.Ciphertext;
import org.springframework.vault.support.Plaintext;
import org.springframework.vault.support.VaultHealth;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * A key in the transit engine of Vault, by the application's template: asks Vault how it is, encrypts and decrypts a constant.
 * A standby passes calls on, so it is as good as an active node. Loaded only with Spring Vault.
 */
final class VaultTransitKmsProbe implements KmsProbe {

    private static final int FORBIDDEN = 403;

    private final VaultOperations vault;

    private final String path;

    private final String keyId;

    VaultTransitKmsProbe(VaultOperations vault, String path, String keyId) {
        this.vault = vault;
        this.path = path;
        this.keyId = keyId;
    }

    @Override
    public ComponentHealth probe() {
        try {
            VaultHealth health = health();
            String fault = fault(health);
            if (fault != null) {
                return ComponentHealth.unhealthy(fault);
            }
            ComponentHealth result = hasKey() ? roundTrip() : ComponentHealth.unhealthy("There is no such key.");
            return health == null
                    ? result
                    : result.withMetadata("standby", health.isStandby() || health.isPerformanceStandby());
        } catch (VaultException | RestClientException ex) {
            return (status(ex) == KmsRoundTrip.TOO_MANY_REQUESTS
                            ? KmsRoundTrip.throttled("Vault")
                            : ComponentHealth.unhealthy(sentence(ex)))
                    .causedBy(ex);
        }
    }

    /** What stands between may let nobody see it; the round trip tells enough. */
    private @Nullable VaultHealth health() {
        try {
            return vault.opsForSys().health();
        } catch (VaultException | RestClientException ex) {
            if (ErrorChain.find(ex, RestClientResponseException.class) == null && isNoAnswer(ex)) {
                throw ex;
            }
            return null;
        }
    }

    private static @Nullable String fault(@Nullable VaultHealth health) {
        if (health == null) {
            return null;
        }
        if (!health.isInitialized()) {
            return "Vault is not initialized.";
        }
        if (health.isSealed()) {
            return "Vault is sealed.";
        }
        return health.isRecoveryReplicationSecondary() ? "Vault is a secondary for disaster recovery." : null;
    }

    /** Where there is no key, encrypting may make one. Who may use a key need not be allowed to read it. */
    private boolean hasKey() {
        try {
            return vault.opsForTransit(path).getKey(keyId) != null;
        } catch (VaultException | RestClientException ex) {
            if (status(ex) == FORBIDDEN) {
                return true;
            }
            throw ex;
        }
    }

    private ComponentHealth roundTrip() {
        VaultTransitOperations transit = vault.opsForTransit(path);
        Ciphertext encrypted = transit.encrypt(keyId, Plaintext.of(KmsRoundTrip.constant()));
        return KmsRoundTrip.result(transit.decrypt(keyId, encrypted).getPlaintext());
    }

    private static String sentence(RuntimeException ex) {
        if (ErrorChain.find(ex, RestClientResponseException.class) == null && isNoAnswer(ex)) {
            return isLate(ex) ? "Vault does not answer in time." : "Vault cannot be reached.";
        }
        if (ErrorChain.find(ex, VaultLoginException.class) != null) {
            return "Vault does not accept the login.";
        }
        int status = status(ex);
        return switch (status) {
            case FORBIDDEN -> "The token is not accepted, or gives no right to encrypt and decrypt with the key.";
            case 404 -> "There is no transit engine at this path.";
            case 400 -> "Vault refuses to encrypt and decrypt with the key.";
            default -> status >= 500 ? "Vault fails." : "Vault cannot be used.";
        };
    }

    private static boolean isNoAnswer(RuntimeException ex) {
        return ErrorChain.find(ex, IOException.class) != null;
    }

    /** Of the time limit that the application's client has, if any. */
    private static boolean isLate(RuntimeException ex) {
        return ErrorChain.find(ex, SocketTimeoutException.class) != null
                || ErrorChain.find(ex, HttpTimeoutException.class) != null;
    }

    private static int status(RuntimeException ex) {
        RestClientResponseException answer = ErrorChain.find(ex, RestClientResponseException.class);
        return answer == null ? 0 : answer.getStatusCode().value();
    }
}
