package io.llmdatavault.observability.web.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.error.VaultError;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One error of each kind, with all that a caller may see of it, and the endpoint that throws it. */
@RestController
class Kinds {

    static final Instant RESET_AT = Instant.parse("2026-01-01T12:00:00Z");

    @GetMapping("/kinds/{kind}")
    void fail(@PathVariable ErrorKind kind) {
        throw error(kind);
    }

    static VaultError error(ErrorKind kind) {
        return switch (kind) {
            case STORAGE ->
                StorageError.builder(StorageErrorKind.WRITE_FAILURE, StorageBackend.S3)
                        .retryAfter(Duration.ofSeconds(7))
                        .build();
            case AUTHENTICATION ->
                AuthenticationError.builder("expired", AuthProvider.JWT).build();
            case AUTHORIZATION ->
                AuthorizationError.builder("not yours", "datasets:write").build();
            case VALIDATION ->
                ValidationError.builder("The order is not valid.")
                        .violations(List.of(
                                new ValidationViolation("lines[0].city", "Size", "x", "At least two characters.")))
                        .build();
            case CRYPTOGRAPHIC ->
                CryptographicError.builder(CryptoOperation.VERIFY, "SHA256withRSA")
                        .build();
            case KMS ->
                KmsError.builder(KmsOperation.ROTATE_KEY, KmsProvider.AWS_KMS, "key-1")
                        .retryable(true)
                        .build();
            case DATABASE ->
                DatabaseError.builder(DbOperation.INSERT)
                        .constraintViolation("orders_pkey")
                        .build();
            case RATE_LIMIT ->
                RateLimitError.builder(RateLimitType.REQUESTS_PER_HOUR, 100)
                        .resetAt(RESET_AT)
                        .retryAfter(Duration.ofSeconds(30))
                        .build();
            case NOT_FOUND -> NotFoundError.builder("dataset", "gone").build();
            case CONFLICT ->
                ConflictError.builder("dataset", "new")
                        .code("DATASET_LOCKED")
                        .detail("The dataset is locked.")
                        .build();
            case CONFIGURATION ->
                ConfigurationError.builder("some.key", "is wrong").build();
            case NETWORK ->
                NetworkError.builder("connection reset").retryable(true).build();
            case TIMEOUT -> TimeoutError.builder("read", Duration.ofSeconds(3)).build();
            case INTERNAL -> InternalServerError.builder("a defect").build();
            case EXTERNAL_SERVICE ->
                ExternalServiceError.builder("ledger", "book").statusCode(500).build();
            case QUOTA_EXCEEDED ->
                QuotaExceededError.builder(QuotaType.STORAGE, 1000, 2000).build();
        };
    }
}
