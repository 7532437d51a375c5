package io.llmdatavault.observability.error;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The table of kinds: what each builder needs, and the code and retryability that come of it. */
class ErrorKindsTests {

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(storage(StorageErrorKind.WRITE_FAILURE), ErrorKind.STORAGE, "STORAGE_WRITE_FAILURE", false),
                arguments(storage(StorageErrorKind.TIMEOUT), ErrorKind.STORAGE, "STORAGE_TIMEOUT", true),
                arguments(
                        storage(StorageErrorKind.CONNECTION_FAILED),
                        ErrorKind.STORAGE,
                        "STORAGE_CONNECTION_FAILED",
                        true),
                arguments(
                        AuthenticationError.builder("expired", AuthProvider.JWT).build(),
                        ErrorKind.AUTHENTICATION,
                        "AUTHENTICATION",
                        false),
                arguments(
                        AuthorizationError.builder("not the owner", "record:write")
                                .build(),
                        ErrorKind.AUTHORIZATION,
                        "AUTHORIZATION",
                        false),
                arguments(ValidationError.builder("wrong").build(), ErrorKind.VALIDATION, "VALIDATION", false),
                arguments(
                        CryptographicError.builder(CryptoOperation.KEY_DERIVATION, "PBKDF2")
                                .build(),
                        ErrorKind.CRYPTOGRAPHIC,
                        "CRYPTOGRAPHIC_KEY_DERIVATION",
                        false),
                arguments(
                        KmsError.builder(KmsOperation.DECRYPT_KEY, KmsProvider.PKCS11, "k1")
                                .build(),
                        ErrorKind.KMS,
                        "KMS_DECRYPT_KEY",
                        false),
                arguments(
                        DatabaseError.builder(DbOperation.INSERT).build(),
                        ErrorKind.DATABASE,
                        "DATABASE_INSERT",
                        false),
                arguments(
                        DatabaseError.builder(DbOperation.INSERT)
                                .constraintViolation("uq_name")
                                .build(),
                        ErrorKind.DATABASE,
                        "DATABASE_CONSTRAINT",
                        false),
                arguments(
                        RateLimitError.builder(RateLimitType.REQUESTS_PER_MINUTE, 10)
                                .build(),
                        ErrorKind.RATE_LIMIT,
                        "RATE_LIMIT_REQUESTS_PER_MINUTE",
                        true),
                arguments(NotFoundError.builder("dataset", "a").build(), ErrorKind.NOT_FOUND, "NOT_FOUND", false),
                arguments(ConflictError.builder("dataset", "a").build(), ErrorKind.CONFLICT, "CONFLICT", false),
                arguments(
                        ConfigurationError.builder("a.b", "is wrong").build(),
                        ErrorKind.CONFIGURATION,
                        "CONFIGURATION",
                        false),
                arguments(NetworkError.builder("reset").build(), ErrorKind.NETWORK, "NETWORK", false),
                arguments(
                        TimeoutError.builder("read", Duration.ofSeconds(1)).build(),
                        ErrorKind.TIMEOUT,
                        "TIMEOUT",
                        true),
                arguments(InternalServerError.builder("bug").build(), ErrorKind.INTERNAL, "INTERNAL", false),
                arguments(
                        ExternalServiceError.builder("billing", "charge").build(),
                        ErrorKind.EXTERNAL_SERVICE,
                        "EXTERNAL_SERVICE",
                        false),
                arguments(
                        QuotaExceededError.builder(QuotaType.STORAGE, 10, 11).build(),
                        ErrorKind.QUOTA_EXCEEDED,
                        "QUOTA_EXCEEDED_STORAGE",
                        false));
    }

    private static StorageError storage(StorageErrorKind kind) {
        return StorageError.builder(kind, StorageBackend.S3).build();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void hasKindCodeAndRetryability(VaultError error, ErrorKind kind, String code, boolean retryable) {
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.getMessage()).isNotBlank();
        assertThat(error.detail()).isEmpty();
        assertThat(error.retryAfter()).isEmpty();
        assertThat(error.context().operation()).isEqualTo("UNKNOWN");
    }

    @Test
    void coversEveryKind() {
        assertThat(kinds().map(row -> row.get()[1]).distinct())
                .containsExactlyInAnyOrder((Object[]) ErrorKind.values());
        assertThat(VaultError.class.getPermittedSubclasses()).hasSize(16);
    }

    @Test
    void spellsSlugAndLabel() {
        assertThat(ErrorKind.QUOTA_EXCEEDED.slug()).isEqualTo("quota-exceeded");
        assertThat(ErrorKind.QUOTA_EXCEEDED.label()).isEqualTo("quota_exceeded");
        assertThat(Arrays.stream(ErrorKind.values()).map(ErrorKind::slug)).doesNotHaveDuplicates();
    }
}
