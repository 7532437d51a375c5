package io.llmdatavault.observability.web;

import java.time.Duration;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.QuotaType;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.VaultError;
import org.springframework.web.server.ResponseStatusException;

/**
 * Errors of which nothing but the kind is known: a foreign exception that the configuration gives a kind, or that has a
 * status. Their code is the kind's name, because a sub-kind would be made up; {@link ProblemMembers} leaves their
 * attributes out.
 */
final class BareErrors {

    private static final String UNKNOWN = "unknown";

    static final AuthProvider UNKNOWN_PROVIDER = AuthProvider.custom(UNKNOWN);

    private BareErrors() {}

    static VaultError.Builder<?> builder(ErrorKind kind, Throwable cause) {
        String what = cause instanceof ResponseStatusException exception
                ? exception.getStatusCode().toString()
                : cause.getClass().getName();
        String message = "Request failed with " + what;
        VaultError.Builder<?> builder = builder(kind, message);
        return builder.message(message).code(kind.name()).cause(cause).withoutStackTrace();
    }

    private static VaultError.Builder<?> builder(ErrorKind kind, String message) {
        return switch (kind) {
            case STORAGE -> StorageError.builder(StorageErrorKind.READ_FAILURE, StorageBackend.custom(UNKNOWN));
            case AUTHENTICATION -> AuthenticationError.builder(message, UNKNOWN_PROVIDER);
            case AUTHORIZATION -> AuthorizationError.builder(message, UNKNOWN);
            case VALIDATION -> ValidationError.builder(message);
            case CRYPTOGRAPHIC -> CryptographicError.builder(CryptoOperation.DECRYPT, UNKNOWN);
            case KMS -> KmsError.builder(KmsOperation.DESCRIBE_KEY, KmsProvider.custom(UNKNOWN), "");
            case DATABASE -> DatabaseError.builder(DbOperation.TRANSACTION);
            case RATE_LIMIT -> RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, -1);
            case NOT_FOUND -> NotFoundError.builder("", "");
            case CONFLICT -> ConflictError.builder("", "");
            case CONFIGURATION -> ConfigurationError.builder("", message);
            case NETWORK -> NetworkError.builder(message);
            case TIMEOUT -> TimeoutError.builder(UNKNOWN, Duration.ZERO);
            case INTERNAL -> InternalServerError.builder(message);
            case EXTERNAL_SERVICE -> ExternalServiceError.builder(UNKNOWN, UNKNOWN);
            case QUOTA_EXCEEDED -> QuotaExceededError.builder(QuotaType.REQUESTS, -1, -1);
        };
    }
}
