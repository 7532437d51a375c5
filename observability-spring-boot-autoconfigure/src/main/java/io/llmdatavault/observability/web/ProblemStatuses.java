package io.llmdatavault.observability.web;

import java.util.Map;

import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.QuotaType;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.VaultError;

/** The status of each kind of failure. An upstream's own status never becomes ours. */
final class ProblemStatuses {

    private final Map<ErrorKind, Integer> configured;

    private final int validationStatus;

    ProblemStatuses(Map<ErrorKind, Integer> configured, int validationStatus) {
        this.configured = configured;
        this.validationStatus = validationStatus;
    }

    /** The status of a failure that is shown as another kind than its own, or as its own. */
    int of(ErrorKind kind, VaultError error) {
        Integer status = configured.get(kind);
        return status != null ? status : byTable(kind, error);
    }

    private int byTable(ErrorKind kind, VaultError error) {
        return switch (kind) {
            case STORAGE -> error instanceof StorageError storage ? storage(storage) : ownFault(error);
            case AUTHENTICATION -> 401;
            case AUTHORIZATION -> 403;
            case VALIDATION -> validationStatus;
            case CRYPTOGRAPHIC, CONFIGURATION, INTERNAL -> 500;
            case KMS, NETWORK, EXTERNAL_SERVICE -> error.retryable() ? 503 : 502;
            case DATABASE -> isConstraintViolation(error) ? 409 : ownFault(error);
            case RATE_LIMIT -> 429;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TIMEOUT -> 504;
            case QUOTA_EXCEEDED -> isStorageQuota(error) ? 507 : 429;
        };
    }

    private static int storage(StorageError error) {
        return switch (error.storageErrorKind()) {
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS -> 409;
            case INSUFFICIENT_SPACE -> 507;
            default -> ownFault(error);
        };
    }

    private static int ownFault(VaultError error) {
        return error.retryable() ? 503 : 500;
    }

    private static boolean isConstraintViolation(VaultError error) {
        return error instanceof DatabaseError database
                && database.constraintViolation().isPresent();
    }

    private static boolean isStorageQuota(VaultError error) {
        return error instanceof QuotaExceededError quota && quota.quotaType() == QuotaType.STORAGE;
    }
}
