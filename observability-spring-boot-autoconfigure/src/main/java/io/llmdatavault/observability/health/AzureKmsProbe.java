package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;

import com.azure.core.exception.AzureException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.models.EncryptionAlgorithm;
import com.azure.security.keyvault.keys.models.KeyType;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import io.llmdatavault.observability.error.ErrorChain;

/**
 * An RSA key in Azure Key Vault, by the application's client: asks for its state, encrypts and decrypts a constant. Loaded
 * only with the client.
 */
final class AzureKmsProbe implements KmsProbe {

    private static final EncryptionAlgorithm ALGORITHM = EncryptionAlgorithm.RSA_OAEP_256;

    private final KeyClient client;

    private final String keyId;

    AzureKmsProbe(KeyClient client, String keyId) {
        this.client = client;
        this.keyId = keyId;
    }

    @Override
    public ComponentHealth probe() {
        try {
            KeyVaultKey key = client.getKey(keyId);
            if (Boolean.FALSE.equals(key.getProperties().isEnabled())) {
                return ComponentHealth.unhealthy("The key is disabled.");
            }
            boolean isRsa = KeyType.RSA.equals(key.getKeyType()) || KeyType.RSA_HSM.equals(key.getKeyType());
            return isRsa
                    ? roundTrip(key.getProperties().getVersion())
                    : ComponentHealth.unhealthy("The key is no RSA key, so it cannot encrypt and decrypt.");
        } catch (HttpResponseException ex) {
            return refusal(ex).causedBy(ex);
        } catch (RuntimeException ex) {
            return ComponentHealth.unhealthy(failure(ex)).causedBy(ex);
        }
    }

    /** By a client of this moment: one that is kept would go on with the version of its first call. */
    private ComponentHealth roundTrip(String version) {
        CryptographyClient cryptography = client.getCryptographyClient(keyId, version);
        byte[] encrypted =
                cryptography.encrypt(ALGORITHM, KmsRoundTrip.constant()).getCipherText();
        return KmsRoundTrip.result(cryptography.decrypt(ALGORITHM, encrypted).getPlainText());
    }

    private static ComponentHealth refusal(HttpResponseException ex) {
        int status = ex.getResponse() == null ? 0 : ex.getResponse().getStatusCode();
        return status == KmsRoundTrip.TOO_MANY_REQUESTS
                ? KmsRoundTrip.throttled("Azure Key Vault")
                : ComponentHealth.unhealthy(sentence(ex, status));
    }

    private static String sentence(HttpResponseException ex, int status) {
        if (ex instanceof ClientAuthenticationException) {
            return "The credentials are not accepted.";
        }
        return switch (status) {
            case 401 -> "The credentials are not accepted.";
            case 403 ->
                // The service has one status for both, and no type for what is in its answer.
                String.valueOf(ex.getMessage()).contains("KeyDisabled")
                        ? "The key is disabled."
                        : "The credentials give no right to get the key, to encrypt and to decrypt.";
            case 404 -> "There is no such key.";
            default -> status >= 500 ? "Azure Key Vault fails." : "Azure Key Vault refuses the call.";
        };
    }

    private static String failure(RuntimeException ex) {
        if (ErrorChain.find(ex, TimeoutException.class) != null
                || ErrorChain.find(ex, HttpTimeoutException.class) != null) {
            return "Azure Key Vault does not answer in time.";
        }
        if (ErrorChain.find(ex, IOException.class) != null) {
            return "Azure Key Vault cannot be reached.";
        }
        return ex instanceof AzureException ? "Azure Key Vault cannot be asked." : "The check failed.";
    }
}
