package io.llmdatavault.observability.error.translate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.SignatureException;
import java.security.cert.CertPathValidatorException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.FailedLoginException;

import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ShippedTranslatorsTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @ParameterizedTest
    @CsvSource({
        "23505, unique, false",
        "23503, foreign_key, false",
        "23506, foreign_key, false",
        "23502, not_null, false",
        "23514, check, false",
        "23P01, exclusion, false",
        "23000, integrity, false",
        "40002, integrity, false",
        "40001, , true",
        "40P01, , true",
        "40003, , false",
        "08006, , true",
        "08007, , false",
        "57014, , true",
        "57P01, , true",
        "55P03, , true",
        "53300, , true",
        "53100, , false",
        "42601, , false",
        ", , false"
    })
    void translatesSqlExceptionByItsState(String state, String constraint, boolean retryable) {
        SQLException exception = new SQLException("insert into users values ('secret')", state);

        VaultError error = translators.translate(exception);

        assertThat(error).isInstanceOf(DatabaseError.class).hasCause(exception);
        assertThat(((DatabaseError) error).constraintViolation().orElse(null)).isEqualTo(constraint);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.getMessage()).doesNotContain("secret");
    }

    @Test
    void readsTheLinkedExceptionOfAFailedBatch() {
        SQLException batch = new java.sql.BatchUpdateException();
        batch.setNextException(new SQLException("duplicate", "23505"));

        assertThat(translators.translate(batch).code()).isEqualTo("DATABASE_CONSTRAINT");
    }

    @ParameterizedTest
    @MethodSource
    void translatesWhatTheJdkThrows(Throwable throwable, String code, boolean retryable) {
        VaultError error = translators.translate(throwable);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.getCause()).isSameAs(throwable);
    }

    static Stream<Arguments> translatesWhatTheJdkThrows() {
        return Stream.of(
                arguments(new ConnectException("refused"), "NETWORK", true),
                arguments(new NoRouteToHostException("no"), "NETWORK", true),
                arguments(new BindException("in use"), "NETWORK", false),
                arguments(new UnknownHostException("host"), "NETWORK", false),
                arguments(new SSLHandshakeException("no"), "NETWORK", false),
                arguments(new SocketTimeoutException("read"), "TIMEOUT", true),
                arguments(new HttpTimeoutException("read"), "TIMEOUT", true),
                arguments(new TimeoutException(), "TIMEOUT", true),
                arguments(new IOException("No space left on device"), "STORAGE_INSUFFICIENT_SPACE", false),
                arguments(
                        new FileSystemException("f", null, "Disk quota exceeded"), "STORAGE_INSUFFICIENT_SPACE", false),
                arguments(new FileSystemException("f", "g", "Invalid"), "STORAGE_WRITE_FAILURE", false),
                arguments(new FileSystemException("f", null, "Read-only file system"), "STORAGE_WRITE_FAILURE", false),
                arguments(new FileSystemException("f"), "STORAGE_READ_FAILURE", false),
                arguments(new java.nio.file.AccessDeniedException("f"), "STORAGE_PERMISSION_DENIED", false),
                arguments(new FileNotFoundException("f (Permission denied)"), "STORAGE_PERMISSION_DENIED", false),
                arguments(new FileNotFoundException("class path resource"), "STORAGE_READ_FAILURE", false),
                arguments(new AEADBadTagException("tag"), "CRYPTOGRAPHIC_DECRYPT", false),
                arguments(new SignatureException(), "CRYPTOGRAPHIC_VERIFY", false),
                arguments(new CertPathValidatorException(), "CRYPTOGRAPHIC_VERIFY", false),
                arguments(new GeneralSecurityException(), "INTERNAL", false),
                arguments(new KeyStoreException(), "INTERNAL", false),
                arguments(new InterruptedIOException("timeout"), "TIMEOUT", true),
                arguments(new InterruptedIOException("interrupted"), "INTERNAL", false),
                arguments(new FailedLoginException(), "INTERNAL", false),
                arguments(new IOException(), "INTERNAL", false));
    }

    @Test
    void translatesWhatTheFileSystemThrows(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(codeOf(() -> Files.readString(directory.resolve("missing")))).isEqualTo("STORAGE_NOT_FOUND");
        assertThat(codeOf(() -> Files.createFile(file))).isEqualTo("STORAGE_ALREADY_EXISTS");
        assertThat(codeOf(() -> Files.delete(directory))).isEqualTo("STORAGE_DELETE_FAILURE");
    }

    private String codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return translators.translate(catchThrowable(call)).code();
    }
}
