package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.VaultException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/** Translates what Spring Vault throws, its transit engine being a key management. Loaded only with Spring Vault. */
final class SpringVaultTranslator implements ShippedTranslator {

    private static final String TRANSIT = "[transit/";

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof VaultException exception)
                || ErrorChain.find(exception, ResourceAccessException.class) != null) {
            // Not reached: the cause says why.
            return null;
        }
        RestClientResponseException answer = ErrorChain.find(exception, RestClientResponseException.class);
        int status = answer != null ? answer.getStatusCode().value() : 0;
        boolean retryable = CloudStatus.isRetryable(status);
        String message = String.valueOf(exception.getMessage());
        int transit = message.indexOf(TRANSIT);
        if (transit >= 0) {
            int end = message.indexOf(']', transit);
            KmsOperation operation = KmsOperations.find(message.substring(transit, end < 0 ? message.length() : end));
            return KmsError.builder(
                            operation != null ? operation : KmsOperation.DESCRIBE_KEY, KmsProvider.VAULT_TRANSIT, "")
                    .message("Vault's transit engine answered with status " + status)
                    .retryable(retryable);
        }
        ExternalServiceError.Builder builder = ExternalServiceError.builder("vault", "unknown")
                .message("Vault refused a call")
                .retryable(retryable);
        return status == 0 ? builder : builder.statusCode(status);
    }
}
