package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;

/** What the HTTP status of a cloud service says. */
final class CloudStatus {

    private CloudStatus() {}

    /** Too many requests, and whatever the service itself is to blame for. */
    static boolean isRetryable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** Whether something was read or written is not known; what tells nothing counts as read. */
    static StorageErrorKind storageKind(int status) {
        return switch (status) {
            case 404, 410 -> StorageErrorKind.NOT_FOUND;
            case 409 -> StorageErrorKind.ALREADY_EXISTS;
            case 401, 403 -> StorageErrorKind.PERMISSION_DENIED;
            case 408, 504 -> StorageErrorKind.TIMEOUT;
            case 429, 502, 503 -> StorageErrorKind.CONNECTION_FAILED;
            case 412, 413 -> StorageErrorKind.WRITE_FAILURE;
            case 507 -> StorageErrorKind.INSUFFICIENT_SPACE;
            default -> StorageErrorKind.READ_FAILURE;
        };
    }

    static StorageError.Builder storage(StorageErrorKind kind, StorageBackend backend, boolean retryable) {
        return StorageError.builder(kind, backend)
                .message("Object storage refused: " + kind)
                .retryable(retryable);
    }
}
