package io.llmdatavault.observability.error.translate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.VaultException;
import org.springframework.web.client.RestClientResponseException;

/** Translates what Spring Vault throws, its transit engine being a key management. Loaded only with Spring Vault. */
final class SpringVaultTranslator implements ShippedTranslator {

    /** The path that Spring Vault puts into its messages. Reactive calls leave no other sign. */
    private static final Pattern TRANSIT = Pattern.compile("\\[transit/([a-z]+)");

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof VaultException exception)) {
            return null;
        }
        VaultError.Builder<?> notReached = NetworkTranslator.notReached(exception);
        return notReached != null ? notReached : refused(exception);
    }

    private static VaultError.Builder<?> refused(VaultException exception) {
        RestClientResponseException answer = ErrorChain.find(exception, RestClientResponseException.class);
        int status = answer != null ? answer.getStatusCode().value() : 0;
        boolean retryable = CloudStatus.isRetryable(status);
        String message = status == 0 ? "Vault cannot be used" : "Vault answered with status " + status;
        KmsOperation operation = transitOperation(exception);
        if (operation != null) {
            return KmsOperations.refused(operation, KmsProvider.VAULT_TRANSIT)
                    .message(message)
                    .retryable(retryable);
        }
        ExternalServiceError.Builder builder = ExternalServiceError.builder("Vault", "UNKNOWN")
                .message(message)
                .retryable(retryable);
        return status == 0 ? builder : builder.statusCode(status);
    }

    private static @Nullable KmsOperation transitOperation(VaultException exception) {
        KmsOperation called =
                ClientCall.find(exception, "org.springframework.vault.core.VaultTransitTemplate", KmsOperations::find);
        if (called != null) {
            return called;
        }
        Matcher path = TRANSIT.matcher(String.valueOf(exception.getMessage()));
        if (!path.find()) {
            return null;
        }
        KmsOperation named = KmsOperations.find(path.group(1));
        return named != null ? named : KmsOperation.DESCRIBE_KEY;
    }
}
