package io.llmdatavault.observability.web.client;

import java.time.Duration;
import java.time.Instant;

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
import org.jspecify.annotations.Nullable;

/**
 * The builder of each kind, filled with what a problem tells. What it does not tell has the values that stand for "not
 * known" when the error is shown again: an empty name, a number below zero.
 */
final class PeerKinds {

    private static final String UNKNOWN = "unknown";

    private PeerKinds() {}

    static VaultError.Builder<?> builder(ErrorKind kind, PeerDocument document, @Nullable Duration retryAfter) {
        VaultError.Builder<?> builder = byKind(kind, document);
        if (retryAfter != null
                && (document.retryable() || isAlwaysRetryable(kind))
                && builder instanceof VaultError.RetryableBuilder<?> retryable) {
            retryable.retryAfter(retryAfter);
        }
        String code = document.code();
        return code != null ? builder.code(code) : builder;
    }

    private static boolean isAlwaysRetryable(ErrorKind kind) {
        return kind == ErrorKind.RATE_LIMIT || kind == ErrorKind.TIMEOUT;
    }

    private static VaultError.Builder<?> byKind(ErrorKind kind, PeerDocument document) {
        return switch (kind) {
            case STORAGE -> storage(document);
            case AUTHENTICATION ->
                AuthenticationError.builder("the peer asks for authentication", AuthProvider.custom(UNKNOWN));
            case AUTHORIZATION -> AuthorizationError.builder("the peer forbids it", UNKNOWN);
            case VALIDATION ->
                ValidationError.builder(document.text("detail", "The request is not valid."))
                        .violations(document.violations());
            case CRYPTOGRAPHIC ->
                CryptographicError.builder(
                        or(document.subKind(CryptoOperation.class, kind), CryptoOperation.DECRYPT), UNKNOWN);
            case KMS ->
                KmsError.builder(
                                or(document.subKind(KmsOperation.class, kind), KmsOperation.DESCRIBE_KEY),
                                KmsProvider.custom(UNKNOWN),
                                "")
                        .retryable(document.retryable());
            case DATABASE -> database(document);
            case RATE_LIMIT -> rateLimit(document);
            case NOT_FOUND -> NotFoundError.builder(document.text("resourceType", ""), document.text("resourceId", ""));
            case CONFLICT -> ConflictError.builder(document.text("resourceType", ""), document.text("resourceId", ""));
            case CONFIGURATION -> ConfigurationError.builder("", "the peer is configured wrongly");
            case NETWORK -> NetworkError.builder("").retryable(document.retryable());
            case TIMEOUT -> TimeoutError.builder(UNKNOWN, Duration.ZERO);
            case INTERNAL -> InternalServerError.builder("");
            case EXTERNAL_SERVICE ->
                ExternalServiceError.builder(UNKNOWN, UNKNOWN).retryable(document.retryable());
            case QUOTA_EXCEEDED ->
                QuotaExceededError.builder(
                        or(
                                document.constant(QuotaType.class, "quotaType"),
                                or(document.subKind(QuotaType.class, kind), QuotaType.REQUESTS)),
                        document.number("limit", 0, -1),
                        -1);
        };
    }

    private static VaultError.Builder<?> storage(PeerDocument document) {
        StorageErrorKind failure =
                or(document.subKind(StorageErrorKind.class, ErrorKind.STORAGE), StorageErrorKind.READ_FAILURE);
        return StorageError.builder(failure, StorageBackend.custom(UNKNOWN)).retryable(document.retryable());
    }

    private static VaultError.Builder<?> database(PeerDocument document) {
        DbOperation operation = or(document.subKind(DbOperation.class, ErrorKind.DATABASE), DbOperation.TRANSACTION);
        DatabaseError.Builder builder = DatabaseError.builder(operation).retryable(document.retryable());
        return "DATABASE_CONSTRAINT".equals(document.code()) ? builder.constraintViolation(UNKNOWN) : builder;
    }

    private static VaultError.Builder<?> rateLimit(PeerDocument document) {
        RateLimitType type = or(
                document.constant(RateLimitType.class, "limitType"),
                or(document.subKind(RateLimitType.class, ErrorKind.RATE_LIMIT), RateLimitType.REQUESTS_PER_SECOND));
        RateLimitError.Builder builder = RateLimitError.builder(type, document.number("limit", 1, -1));
        Instant resetAt = document.time("resetAt");
        return resetAt != null ? builder.resetAt(resetAt) : builder;
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value != null ? value : fallback;
    }
}
