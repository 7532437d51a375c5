package io.llmdatavault.sample.demo;

import java.io.IOException;
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

/**
 * One realistic error of each kind. Their messages and causes carry made-up secrets, as real ones do: look for
 * {@code Planted} in the answers and in the log, and find none.
 */
final class DemoErrors {

    private DemoErrors() {}

    static VaultError of(ErrorKind kind) {
        return switch (kind) {
            case STORAGE ->
                StorageError.builder(StorageErrorKind.CONNECTION_FAILED, StorageBackend.S3)
                        .message(message("bucket vault-records refused", kind))
                        .cause(cause(kind))
                        .retryAfter(Duration.ofSeconds(2))
                        .build();
            case AUTHENTICATION ->
                AuthenticationError.builder("the token has expired", AuthProvider.JWT)
                        .message(message("login failed for jane", kind))
                        .cause(cause(kind))
                        .userIdentifier("jane")
                        .build();
            case AUTHORIZATION ->
                AuthorizationError.builder("the role reader may not write", "records:write")
                        .message(message("denied for jane", kind))
                        .cause(cause(kind))
                        .actualPermissions(List.of("records:read"))
                        .resourceId("invoices")
                        .userId("jane")
                        .build();
            // The one message that is meant for the caller, so the secret is only in the value that was refused.
            case VALIDATION ->
                ValidationError.builder("The retention is wrong.")
                        .field("retention.days")
                        .invalidValue("password=Planted-validation-value")
                        .violations(List.of(new ValidationViolation(
                                "retention.days",
                                "Range",
                                "password=Planted-validation-value",
                                "must be between 1 and 3650")))
                        .cause(cause(kind))
                        .build();
            case CRYPTOGRAPHIC ->
                CryptographicError.builder(CryptoOperation.DECRYPT, "AES-256-GCM")
                        .message(message("tag mismatch", kind))
                        .cause(cause(kind))
                        .keyId("kek-2026")
                        .build();
            case KMS ->
                KmsError.builder(KmsOperation.DECRYPT_KEY, KmsProvider.AWS_KMS, "alias/vault")
                        .message(message("the KMS throttles", kind))
                        .cause(cause(kind))
                        .retryable(true)
                        .build();
            case DATABASE ->
                DatabaseError.builder(DbOperation.INSERT)
                        .message(message("duplicate key value (jane@example.org)", kind))
                        .cause(cause(kind))
                        .table("records")
                        .constraintViolation("records_pkey")
                        .build();
            case RATE_LIMIT ->
                RateLimitError.builder(RateLimitType.REQUESTS_PER_MINUTE, 100)
                        .message(message("caller 4711 is too fast", kind))
                        .cause(cause(kind))
                        .current(101)
                        .resetAt(Instant.now().plusSeconds(30))
                        .retryAfter(Duration.ofSeconds(30))
                        .build();
            case NOT_FOUND ->
                NotFoundError.builder("record", "2026-0042")
                        .message(message("no row", kind))
                        .cause(cause(kind))
                        .build();
            case CONFLICT ->
                ConflictError.builder("dataset", "invoices")
                        .message(message("the name is taken", kind))
                        .cause(cause(kind))
                        .build();
            case CONFIGURATION ->
                ConfigurationError.builder("vault.sample.data-directory", message("cannot be read", kind))
                        .expectedType("a folder")
                        .cause(cause(kind))
                        .build();
            case NETWORK ->
                NetworkError.builder(message("connection reset", kind))
                        .cause(cause(kind))
                        .endpoint("https://billing.internal:8443/v1")
                        .retryable(true)
                        .retryAfter(Duration.ofMillis(1500))
                        .build();
            case TIMEOUT ->
                TimeoutError.builder("read_record", Duration.ofSeconds(5))
                        .message(message("no answer", kind))
                        .cause(cause(kind))
                        .build();
            case INTERNAL ->
                InternalServerError.builder(message("index out of range", kind))
                        .cause(cause(kind))
                        .build();
            case EXTERNAL_SERVICE ->
                ExternalServiceError.builder("billing", "create_invoice")
                        .message(message("answered 418", kind))
                        .cause(cause(kind))
                        .statusCode(418)
                        .build();
            case QUOTA_EXCEEDED ->
                QuotaExceededError.builder(QuotaType.STORAGE, 1_073_741_824L, 1_073_741_000L)
                        .message(message("dataset invoices is full", kind))
                        .cause(cause(kind))
                        .build();
        };
    }

    private static String message(String text, ErrorKind kind) {
        return text + " (password=Planted-" + kind.slug() + "-message)";
    }

    private static IOException cause(ErrorKind kind) {
        return new IOException("jdbc:postgresql://db:5432/vault?user=vault&password=Planted-" + kind.slug() + "-cause");
    }
}
