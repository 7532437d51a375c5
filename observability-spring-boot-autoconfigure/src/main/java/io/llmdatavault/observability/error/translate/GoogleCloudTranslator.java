package io.llmdatavault.observability.error.translate;

import com.google.cloud.BaseServiceException;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what Google Cloud's HTTP clients throw, that of Cloud Storage among them. Loaded only with their core. */
final class GoogleCloudTranslator implements ShippedTranslator {

    private static final String STORAGE = "com.google.cloud.storage.";

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof BaseServiceException exception)) {
            return null;
        }
        int status = exception.getCode();
        if (status < 400) {
            // No answer: the network, or a failure of this service.
            return NetworkTranslator.notReached(throwable);
        }
        boolean retryable = exception.isRetryable() || CloudStatus.isRetryable(status);
        return exception.getClass().getName().startsWith(STORAGE)
                ? storage(exception, status).retryable(retryable)
                : ExternalServiceError.builder("Google Cloud", "UNKNOWN")
                        .message("Google Cloud answered with status " + status)
                        .statusCode(status)
                        .retryable(retryable);
    }

    private static StorageError.Builder storage(BaseServiceException exception, int status) {
        StorageErrorKind tried = ClientCall.find(exception, STORAGE, ObjectStorage::failureOf);
        // The only sign of it. Which bucket there should be is this service's business, not its caller's.
        boolean bucketIsMissing = status == 404
                && exception.getMessage() != null
                && exception.getMessage().contains("bucket does not exist");
        return bucketIsMissing
                ? ObjectStorage.of(
                        StorageBackend.GOOGLE_CLOUD_STORAGE,
                        tried != null ? tried : StorageErrorKind.READ_FAILURE,
                        false)
                : ObjectStorage.refused(StorageBackend.GOOGLE_CLOUD_STORAGE, status, tried);
    }
}
