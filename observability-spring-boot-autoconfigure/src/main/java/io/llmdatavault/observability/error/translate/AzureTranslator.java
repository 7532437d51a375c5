package io.llmdatavault.observability.error.translate;

import java.net.URL;
import java.util.Locale;
import java.util.regex.Pattern;

import com.azure.core.exception.AzureException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates what the Azure SDK throws. Loaded only with its core. Blob storage has exceptions of its own; Key Vault has
 * those of the core and is known by its address.
 */
final class AzureTranslator implements ShippedTranslator {

    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

    /** The public cloud and the national ones. */
    private static final Pattern KEY_VAULT =
            Pattern.compile("[^.]+\\.(vault|managedhsm)\\.(azure|usgovcloudapi|microsoftazure)\\.(net|cn|de)");

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof HttpResponseException exception && exception.getResponse() != null) {
            return answered(exception, exception.getResponse());
        }
        if (!(throwable instanceof AzureException)) {
            return null;
        }
        VaultError.Builder<?> notReached = NetworkTranslator.notReached(throwable);
        // No credentials to ask with, or an answer that is none.
        return notReached != null ? notReached : external("Azure cannot be asked");
    }

    private static VaultError.Builder<?> answered(HttpResponseException exception, HttpResponse response) {
        int status = response.getStatusCode();
        if (exception.getClass().getName().startsWith("com.azure.storage.")) {
            return storage(response, status);
        }
        URL url = response.getRequest() != null ? response.getRequest().getUrl() : null;
        String message = "Azure answered with status " + status;
        boolean retryable = CloudStatus.isRetryable(status);
        if (url != null
                && url.getPath().startsWith("/keys/")
                && KEY_VAULT.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches()) {
            String operation = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
            // A key is created by a POST to its own resource: the one word that means something else elsewhere.
            String name = operation.equals("create") ? "createkey" : operation;
            return KmsOperations.refused(KmsOperations.find(name), KmsProvider.AZURE_KEY_VAULT)
                    .message(message)
                    .retryable(retryable);
        }
        return external(message).statusCode(status).retryable(retryable);
    }

    private static StorageError.Builder storage(HttpResponse response, int status) {
        StorageErrorKind tried = tried(response.getRequest());
        String code = String.valueOf(response.getHeaderValue(ERROR_CODE));
        boolean retryable = CloudStatus.isRetryable(status);
        return switch (code) {
            case "BlobAlreadyExists", "ContainerAlreadyExists", "ResourceAlreadyExists" ->
                ObjectStorage.of(StorageBackend.AZURE_BLOB, StorageErrorKind.ALREADY_EXISTS, false);
            // Which container there should be is this service's business, not its caller's.
            case "ContainerNotFound" -> ObjectStorage.of(StorageBackend.AZURE_BLOB, tried, retryable);
            case "Md5Mismatch", "Crc64Mismatch" ->
                ObjectStorage.of(StorageBackend.AZURE_BLOB, StorageErrorKind.CORRUPTION, retryable);
            case "OperationTimedOut" -> ObjectStorage.of(StorageBackend.AZURE_BLOB, StorageErrorKind.TIMEOUT, true);
            default -> ObjectStorage.refused(StorageBackend.AZURE_BLOB, status, tried);
        };
    }

    private static StorageErrorKind tried(@Nullable HttpRequest request) {
        HttpMethod method = request != null ? request.getHttpMethod() : null;
        if (method == HttpMethod.DELETE) {
            return StorageErrorKind.DELETE_FAILURE;
        }
        return method == HttpMethod.PUT || method == HttpMethod.POST || method == HttpMethod.PATCH
                ? StorageErrorKind.WRITE_FAILURE
                : StorageErrorKind.READ_FAILURE;
    }

    private static ExternalServiceError.Builder external(String message) {
        return ExternalServiceError.builder("Azure", "UNKNOWN").message(message);
    }
}
