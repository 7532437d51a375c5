package io.llmdatavault.observability.error.translate;

import com.google.cloud.BaseServiceException;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what Google Cloud's HTTP clients throw, that of Cloud Storage among them. Loaded only with their core. */
final class GoogleCloudTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof BaseServiceException exception)) {
            return null;
        }
        int status = exception.getCode();
        if (status < 400) {
            // It has no answer; its cause says why.
            return null;
        }
        boolean retryable = exception.isRetryable() || CloudStatus.isRetryable(status);
        return exception.getClass().getName().startsWith("com.google.cloud.storage.")
                ? CloudStatus.storage(CloudStatus.storageKind(status), StorageBackend.GOOGLE_CLOUD_STORAGE, retryable)
                : ExternalServiceError.builder("google-cloud", "unknown")
                        .message("Google Cloud answered with status " + status)
                        .statusCode(status)
                        .retryable(retryable);
    }
}
