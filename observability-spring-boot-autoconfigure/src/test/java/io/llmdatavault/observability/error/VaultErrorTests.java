package io.llmdatavault.observability.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class VaultErrorTests {

    @AfterEach
    void clearMdc() {
        MDC.clear();
    }

    @Test
    void readsAmbientRequestFromMdc() {
        MDC.put("requestId", "r1");
        MDC.put("traceId", "t1");
        MDC.put("spanId", "s1");
        MDC.put("userId", "u1");
        ErrorContext context = NotFoundError.builder("dataset", "a").build().context();
        assertThat(context.requestId()).contains("r1");
        assertThat(context.traceId()).contains("t1");
        assertThat(context.spanId()).contains("s1");
        assertThat(context.userId()).contains("u1");
        assertThat(context.resourceId()).isEmpty();
    }

    @Test
    void readsTraceIdsInSnakeCase() {
        MDC.put("trace_id", "t2");
        MDC.put("span_id", "s2");
        ErrorContext context = ErrorContext.of("read");
        assertThat(context.traceId()).contains("t2");
        assertThat(context.spanId()).contains("s2");
    }

    @Test
    void keepsContextFromTheMomentOfFailure() {
        MDC.put("requestId", "r1");
        VaultError error = NotFoundError.builder("dataset", "a").build();
        MDC.put("requestId", "r2");
        assertThat(error.context().requestId()).contains("r1");
    }

    @Test
    void replacesContextButNotStackTrace() {
        NotFoundError error = NotFoundError.builder("dataset", "a").build();
        StackTraceElement[] before = error.getStackTrace();
        VaultError same =
                error.withContext(ErrorContext.of("read").withResource("a").withUser("u"));
        assertThat(same).isSameAs(error);
        assertThat(error.getStackTrace()).isEqualTo(before);
        assertThat(error.context().operation()).isEqualTo("read");
        assertThat(error.context().resourceId()).contains("a");
        assertThat(error.context().userId()).contains("u");
    }

    @Test
    void contextCopiesKeepTheRest() {
        Instant before = Instant.now().minusMillis(1);
        ErrorContext first = ErrorContext.of("read").withMetadata("size", 5);
        ErrorContext second = first.withMetadata("owner", List.of("x")).withService("production", "1.2.3");
        assertThat(first.metadata()).containsOnlyKeys("size");
        assertThat(second.metadata()).containsEntry("size", 5).containsEntry("owner", "[x]");
        assertThat(second.environment()).contains("production");
        assertThat(second.version()).contains("1.2.3");
        assertThat(second.timestamp()).isEqualTo(first.timestamp()).isBetween(before, Instant.now());
    }

    @Test
    void findsSourceLocationOfWhoBuiltIt() {
        // This test lives in the package of the errors, so that the first frame outside it is the JDK's Optional.
        VaultError error = Optional.<VaultError>empty()
                .orElseGet(() -> InternalServerError.builder("x").build());
        assertThat(error.context().sourceLocation()).hasValueSatisfying(location -> {
            assertThat(location.className()).isEqualTo("java.util.Optional");
            assertThat(location.methodName()).isEqualTo("orElseGet");
            assertThat(location.line()).isPositive();
        });
        assertThat(ErrorContext.of("read").sourceLocation()).isEmpty();
    }

    @Test
    @Timeout(10)
    void survivesCyclicCauses() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalArgumentException second = new IllegalArgumentException("second", first);
        first.initCause(second);
        VaultError error = InternalServerError.builder("top").cause(first).build();
        assertThat(error.chain()).containsExactly(error, first, second);
        assertThat(error.rootCause()).isSameAs(second);
        assertThat(error.messages()).containsExactly("top", "first", "second");
        assertThat(error.contains(IllegalArgumentException.class)).isTrue();
        assertThat(error.contains(IOException.class)).isFalse();
    }

    @Test
    void namesClassWhereThereIsNoMessage() {
        VaultError error =
                InternalServerError.builder("top").cause(new IOException()).build();
        assertThat(error.messages()).containsExactly("top", "java.io.IOException");
    }

    @Test
    void isItsOwnRootWithoutCause() {
        VaultError error = InternalServerError.builder("top").build();
        assertThat(error.rootCause()).isSameAs(error);
    }

    @Test
    void takesWhatTheBuilderWasTold() {
        RateLimitError error = RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 10)
                .message("m")
                .detail("Slow down.")
                .code("TOO_FAST")
                .retryAfter(Duration.ofSeconds(2))
                .current(11)
                .resetAt(Instant.EPOCH)
                .build();
        assertThat(error.getMessage()).isEqualTo("m");
        assertThat(error.detail()).contains("Slow down.");
        assertThat(error.code()).isEqualTo("TOO_FAST");
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(error.current()).isEqualTo(11);
        assertThat(error.resetAt()).contains(Instant.EPOCH);
    }

    @Test
    void isRetryableOnceItSaysWhen() {
        assertThat(NetworkError.builder("reset")
                        .retryAfter(Duration.ZERO)
                        .build()
                        .retryable())
                .isTrue();
        assertThat(NetworkError.builder("reset").retryable(true).build().retryable())
                .isTrue();
        assertThat(StorageError.builder(StorageErrorKind.TIMEOUT, StorageBackend.S3)
                        .retryable(false)
                        .build()
                        .retryable())
                .isFalse();
    }

    @Test
    void refusesContradictionsAndNonsense() {
        assertThatIllegalStateException()
                .isThrownBy(() -> NetworkError.builder("reset")
                        .retryAfter(Duration.ofSeconds(1))
                        .retryable(false)
                        .build())
                .withMessageContaining("leave out one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkError.builder("reset").retryAfter(Duration.ofSeconds(-1)))
                .withMessageContaining("zero or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lower", "WITH SPACE", "A__B", "_A", "LINE\nBREAK"})
    void refusesCodesThatAreNoNames(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkError.builder("reset").code(code))
                .withMessageContaining("upper snake case");
    }

    @Test
    void customNamesAreEqualByName() {
        assertThat(StorageBackend.custom("tape")).isEqualTo(StorageBackend.custom("tape"));
        assertThat(StorageBackend.custom("s3")).isEqualTo(StorageBackend.S3).hasSameHashCodeAs(StorageBackend.S3);
        assertThat(KmsProvider.custom("x")).isNotEqualTo(KmsProvider.LOCAL);
        assertThatIllegalArgumentException().isThrownBy(() -> AuthProvider.custom("My Provider"));
    }

    @Test
    void collectionsAreCopied() {
        List<ValidationViolation> violations = new ArrayList<>();
        violations.add(new ValidationViolation("name", "Size", "x", "3 to 40 characters"));
        ValidationError error =
                ValidationError.builder("wrong").violations(violations).build();
        violations.clear();
        assertThat(error.violations())
                .hasSize(1)
                .allSatisfy(v -> assertThat(v.toString()).doesNotContain("x)"));
        assertThat(AuthorizationError.builder("r", "p")
                        .actualPermissions(Set.of("a"))
                        .build()
                        .actualPermissions())
                .containsExactly("a");
    }

    @Test
    void applicationsSpecialiseKinds() {
        InvoiceLocked error = new InvoiceLocked("4711");
        assertThat(error.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(error.code()).isEqualTo("INVOICE_LOCKED");
        assertThat(error.resourceId()).isEqualTo("4711");
    }

    @ParameterizedTest
    @MethodSource("io.llmdatavault.observability.error.ErrorKindsTests#kinds")
    void survivesSerialisation(VaultError error) throws Exception {
        error.withContext(ErrorContext.of("read").withMetadata("object", new Object()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            VaultError copy = (VaultError) in.readObject();
            assertThat(copy.code()).isEqualTo(error.code());
            assertThat(copy.retryable()).isEqualTo(error.retryable());
            assertThat(copy.getMessage()).isEqualTo(error.getMessage());
            assertThat(copy.context().timestamp()).isEqualTo(error.context().timestamp());
        }
    }

    static class InvoiceLocked extends ConflictError {

        private static final long serialVersionUID = 1L;

        InvoiceLocked(String id) {
            super(ConflictError.builder("invoice", id).code("INVOICE_LOCKED"));
        }
    }
}
