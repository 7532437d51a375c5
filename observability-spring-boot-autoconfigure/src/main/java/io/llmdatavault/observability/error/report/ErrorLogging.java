package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * How a failure is logged.
 *
 * @param level the level of the line; {@code null} for no line
 * @param stackTrace whether the line carries the stack trace
 * @since 0.1.0
 */
public record ErrorLogging(@Nullable Level level, boolean stackTrace) {

    private static final ErrorLogging CALLER_CAUSED = new ErrorLogging(Level.INFO, false);

    private static final ErrorLogging OWN_FAULT = new ErrorLogging(Level.ERROR, true);

    /**
     * What is logged when nobody says otherwise.
     * @param error the failure
     * @return level INFO without stack trace for what the caller caused, else ERROR with stack trace
     */
    public static ErrorLogging forError(VaultError error) {
        return isCallerCaused(error) ? CALLER_CAUSED : OWN_FAULT;
    }

    private static boolean isCallerCaused(VaultError error) {
        return switch (error.kind()) {
            case VALIDATION, AUTHENTICATION, AUTHORIZATION, NOT_FOUND, CONFLICT, RATE_LIMIT, QUOTA_EXCEEDED -> true;
            case STORAGE -> error instanceof StorageError storage && isCallerCaused(storage.storageErrorKind());
            case DATABASE ->
                error instanceof DatabaseError database
                        && database.constraintViolation().isPresent();
            default -> false;
        };
    }

    private static boolean isCallerCaused(StorageErrorKind kind) {
        return kind == StorageErrorKind.NOT_FOUND || kind == StorageErrorKind.ALREADY_EXISTS;
    }
}
