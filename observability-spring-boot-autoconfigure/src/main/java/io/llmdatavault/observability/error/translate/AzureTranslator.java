package io.llmdatavault.observability.error.translate;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates what the Azure SDK throws. Loaded only with its core. Blob storage has exceptions of its own; Key Vault has
 * those of the core and is known by its address.
 */
final class AzureTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof HttpResponseException exception) || exception.getResponse() == null) {
            return null;
        }
        HttpResponse response = exception.getResponse();
        int status = response.getStatusCode();
        boolean retryable = CloudStatus.isRetryable(status);
        if (exception.getClass().getName().startsWith("com.azure.storage.")) {
            return CloudStatus.storage(CloudStatus.storageKind(status), StorageBackend.AZURE_BLOB, retryable);
        }
        String path = keyVaultPath(response);
        if (path != null) {
            KmsOperation operation = KmsOperations.find(path);
            return KmsError.builder(
                            operation != null ? operation : KmsOperation.DESCRIBE_KEY, KmsProvider.AZURE_KEY_VAULT, "")
                    .message("Azure Key Vault answered with status " + status)
                    .retryable(retryable);
        }
        return ExternalServiceError.builder("azure", "unknown")
                .message("Azure answered with status " + status)
                .statusCode(status)
                .retryable(retryable);
    }

    private static @Nullable String keyVaultPath(HttpResponse response) {
        if (response.getRequest() == null || response.getRequest().getUrl() == null) {
            return null;
        }
        String host = response.getRequest().getUrl().getHost();
        boolean isVault = host.endsWith(".vault.azure.net") || host.endsWith(".managedhsm.azure.net");
        return isVault ? response.getRequest().getUrl().getPath() : null;
    }
}
