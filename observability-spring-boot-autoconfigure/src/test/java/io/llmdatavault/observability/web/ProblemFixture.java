package io.llmdatavault.observability.web;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.CryptographicError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import io.llmdatavault.observability.error.ErrorContext;
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
import io.llmdatavault.observability.logging.Masker;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.MessageSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.env.StandardEnvironment;

/** Mappers and errors for tests. */
final class ProblemFixture {

    private static final Masker MASKER = Masker.from(new StandardEnvironment());

    static final ProblemRequest REQUEST =
            new ProblemRequest("/api/x", Locale.ENGLISH, ErrorContext.of("GET /api/{id}"));

    private ProblemFixture() {}

    static ProblemProperties properties(Map<String, String> keys) {
        Map<String, String> full = new HashMap<>();
        keys.forEach((key, value) -> full.put(ProblemProperties.PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(full))
                .bindOrCreate("vault.observability.problem", ProblemProperties.class);
    }

    static ProblemMapper mapper(Map<String, String> keys, ProblemCustomizer... customizers) {
        return mapper(keys, new StaticMessageSource(), customizers);
    }

    static ProblemMapper mapper(Map<String, String> keys, MessageSource messages, ProblemCustomizer... customizers) {
        return new ProblemMapper(properties(keys), new ProblemTexts(messages), List.of(customizers), MASKER);
    }

    static Problem map(VaultError error) {
        return mapper(Map.of()).map(Failure.of(error), REQUEST);
    }

    /** One error of each kind, all of whose attributes that nobody may see are the given text. */
    static VaultError error(ErrorKind kind, String secret, Throwable cause) {
        return builder(kind, secret).cause(cause).build();
    }

    private static VaultError.Builder<?> builder(ErrorKind kind, String secret) {
        return switch (kind) {
            case STORAGE ->
                StorageError.builder(StorageErrorKind.WRITE_FAILURE, StorageBackend.S3)
                        .message(secret);
            case AUTHENTICATION ->
                AuthenticationError.builder(secret, AuthProvider.API_KEY).userIdentifier(secret);
            case AUTHORIZATION ->
                AuthorizationError.builder(secret, secret)
                        .actualPermissions(List.of(secret))
                        .resourceId(secret)
                        .userId(secret);
            case VALIDATION -> ValidationError.builder("The name is wrong").invalidValue(secret);
            case CRYPTOGRAPHIC ->
                CryptographicError.builder(CryptoOperation.DECRYPT, secret).keyId(secret);
            case KMS -> KmsError.builder(KmsOperation.DECRYPT_KEY, KmsProvider.AWS_KMS, secret);
            case DATABASE ->
                DatabaseError.builder(DbOperation.INSERT).table(secret).constraintViolation(secret);
            case RATE_LIMIT ->
                RateLimitError.builder(RateLimitType.REQUESTS_PER_MINUTE, 60)
                        .message(secret)
                        .retryAfter(Duration.ofMillis(2001))
                        .resetAt(Instant.parse("2026-01-01T00:00:00Z"));
            case NOT_FOUND -> NotFoundError.builder("dataset", "d-1").message(secret);
            case CONFLICT -> ConflictError.builder("dataset", "d-1").existingResource(secret);
            case CONFIGURATION -> ConfigurationError.builder(secret, secret).expectedType(secret);
            case NETWORK -> NetworkError.builder(secret).endpoint(secret);
            case TIMEOUT -> TimeoutError.builder(secret, Duration.ofSeconds(1));
            case INTERNAL -> InternalServerError.builder(secret);
            case EXTERNAL_SERVICE ->
                ExternalServiceError.builder(secret, secret).statusCode(401);
            case QUOTA_EXCEEDED ->
                QuotaExceededError.builder(QuotaType.STORAGE, 1000, 1001).message(secret);
        };
    }
}
