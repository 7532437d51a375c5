package io.llmdatavault.observability.error.translate;

import java.util.Locale;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import org.jspecify.annotations.Nullable;

/** What the answer of an object store says, whichever it is. */
final class ObjectStorage {

    private ObjectStorage() {}

    /**
     * What a client's method fails at.
     * @param method the method's name
     * @return a failure to read, write or delete; {@code null} when the name does not tell
     */
    static @Nullable StorageErrorKind failureOf(String method) {
        String name = method.toLowerCase(Locale.ROOT);
        if (startsWith(name, "delete", "remove", "abort")) {
            return StorageErrorKind.DELETE_FAILURE;
        }
        if (startsWith(name, "put", "create", "upload", "write", "copy", "compose", "complete", "update", "rewrite")) {
            return StorageErrorKind.WRITE_FAILURE;
        }
        return startsWith(name, "get", "head", "list", "read", "download", "select")
                ? StorageErrorKind.READ_FAILURE
                : null;
    }

    private static boolean startsWith(String name, String... verbs) {
        for (String verb : verbs) {
            if (name.startsWith(verb)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Describes a refusal by its HTTP status.
     * @param failure what was tried; {@code null} counts as reading
     */
    static StorageError.Builder refused(StorageBackend backend, int status, @Nullable StorageErrorKind failure) {
        StorageErrorKind tried = failure != null ? failure : StorageErrorKind.READ_FAILURE;
        StorageErrorKind kind = switch (status) {
            case 404, 410 -> StorageErrorKind.NOT_FOUND;
            case 401, 403 -> StorageErrorKind.PERMISSION_DENIED;
            case 408, 504 -> StorageErrorKind.TIMEOUT;
            // The object is not in the state that the writer took for granted.
            case 412 -> tried == StorageErrorKind.WRITE_FAILURE ? StorageErrorKind.ALREADY_EXISTS : tried;
            case 507 -> StorageErrorKind.INSUFFICIENT_SPACE;
            default -> tried;
        };
        return of(backend, kind, CloudStatus.isRetryable(status));
    }

    static StorageError.Builder of(StorageBackend backend, StorageErrorKind kind, boolean retryable) {
        return StorageError.builder(kind, backend)
                .message("Object storage refused: " + kind)
                .retryable(retryable);
    }
}
