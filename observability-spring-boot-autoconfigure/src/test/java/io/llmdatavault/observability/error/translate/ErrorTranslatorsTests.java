package io.llmdatavault.observability.error.translate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@ExtendWith(OutputCaptureExtension.class)
class ErrorTranslatorsTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @Test
    void returnsVaultErrorAsItIs() {
        VaultError error = NotFoundError.builder("record", "1").build();

        assertThat(translators.translate(error)).isSameAs(error);
    }

    @Test
    void returnsVaultErrorInMereWrappersAsItIs() {
        VaultError error = NotFoundError.builder("record", "1").build();

        assertThat(translators.translate(new CompletionException(new ExecutionException(error))))
                .isSameAs(error);
        assertThat(translators.translate(new UndeclaredThrowableException(error)))
                .isSameAs(error);
    }

    @Test
    void makesInternalErrorOfWhatNobodyKnows() {
        IllegalStateException unknown = new IllegalStateException("secret");

        assertThat(translators.translate(unknown))
                .isInstanceOf(InternalServerError.class)
                .hasCause(unknown)
                .hasMessage("Unexpected failure: java.lang.IllegalStateException");
        assertThat(translators.translate(new IOException("who knows"))).isInstanceOf(InternalServerError.class);
        assertThat(translators.translate(new SecurityException("no"))).isInstanceOf(InternalServerError.class);
    }

    @Test
    void looksThroughMereWrappersAndKeepsThemAsCause() {
        CompletionException wrapper =
                new CompletionException(new UncheckedIOException(new NoSuchFileException("/data/1")));

        VaultError error = translators.translate(wrapper);

        assertThat(error)
                .asInstanceOf(type(StorageError.class))
                .satisfies(storage -> assertThat(storage.storageErrorKind()).isEqualTo(StorageErrorKind.NOT_FOUND));
        assertThat(error.getCause()).isSameAs(wrapper);
    }

    @Test
    void findsWhatFailedBelowAnUnknownException() {
        IllegalStateException failure = new IllegalStateException("cannot load", new SQLException("gone", "08006"));

        VaultError error = translators.translate(failure);

        assertThat(error).isInstanceOf(DatabaseError.class);
        assertThat(error.retryable()).isTrue();
        assertThat(error.getCause()).isSameAs(failure);
    }

    @Test
    void neverBlamesTheCallerForTheCauseOfAnInternalFailure() {
        for (Throwable blaming : List.of(
                NotFoundError.builder("record", "1").build(),
                ValidationError.builder("bad").build(),
                ConflictError.builder("record", "1").build(),
                new EmptyResultDataAccessException(1))) {
            assertThat(translators.translate(new IllegalStateException(blaming)).kind())
                    .as("%s", blaming)
                    .isEqualTo(ErrorKind.INTERNAL);
        }
        assertThat(storageKindBelowOther(new NoSuchFileException("x"))).isEqualTo(StorageErrorKind.READ_FAILURE);
        assertThat(storageKindBelowOther(new FileAlreadyExistsException("x")))
                .isEqualTo(StorageErrorKind.WRITE_FAILURE);
        assertThat(storageKindBelowOther(StorageError.builder(StorageErrorKind.NOT_FOUND, StorageBackend.S3)
                        .build()))
                .isEqualTo(StorageErrorKind.READ_FAILURE);
        VaultError database = translators.translate(new IllegalStateException(new DuplicateKeyException("x")));
        assertThat(database.code()).isEqualTo("DATABASE_TRANSACTION");
    }

    private StorageErrorKind storageKindBelowOther(Throwable cause) {
        IllegalStateException failure = new IllegalStateException(cause);
        StorageError error = (StorageError) translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        return error.storageErrorKind();
    }

    @Test
    void keepsServersOwnFailureBelowAnotherException() {
        VaultError inner = TimeoutError.builder("load", Duration.ofSeconds(1)).build();

        assertThat(translators.translate(new IllegalStateException(inner))).isSameAs(inner);
    }

    @Test
    void asksApplicationFirstAndInOrder() {
        ErrorTranslator first = t -> t instanceof SQLException ? Optional.of(conflict(t, "first")) : Optional.empty();
        ErrorTranslator second = t -> Optional.of(conflict(t, "second"));

        VaultError error = new ErrorTranslators(List.of(first, second)).translate(new SQLException("x", "23505"));

        assertThat(error)
                .asInstanceOf(type(ConflictError.class))
                .satisfies(conflict -> assertThat(conflict.resourceId()).isEqualTo("first"));
    }

    private static ConflictError conflict(Throwable cause, String id) {
        return ConflictError.builder("record", id).cause(cause).build();
    }

    @Test
    void skipsThrowingTranslatorAndWarnsOnce(CapturedOutput output) {
        ErrorTranslator throwing = t -> {
            throw new IllegalArgumentException("broken translator");
        };
        ErrorTranslator answeringNull = t -> null;
        ErrorTranslators guarded = new ErrorTranslators(List.of(throwing, answeringNull));

        assertThat(guarded.translate(new SQLException("x", "08006"))).isInstanceOf(DatabaseError.class);
        assertThat(guarded.translate(new SQLException("x", "08006"))).isInstanceOf(DatabaseError.class);

        assertThat(output.getOut().split("throws and is skipped", -1)).hasSize(3);
        assertThat(output).containsOnlyOnce("IllegalArgumentException: broken translator");
    }

    @Test
    void endsOnCyclicCauses() {
        IllegalStateException outer = new IllegalStateException("outer");
        outer.initCause(new IllegalArgumentException("inner", outer));

        assertThat(translators.translate(outer).kind()).isEqualTo(ErrorKind.INTERNAL);
    }

    @Test
    void endsOnCausesThatAreMadeUpAsOneGoes() {
        assertThat(translators.translate(new Endless()).kind()).isEqualTo(ErrorKind.INTERNAL);
    }

    @Test
    void survivesExceptionWhoseCauseCannotBeRead() {
        RuntimeException broken = new RuntimeException() {
            @Override
            public synchronized Throwable getCause() {
                throw new UnsupportedOperationException();
            }
        };

        assertThat(translators.translate(broken).kind()).isEqualTo(ErrorKind.INTERNAL);
    }

    @Test
    void worksWithoutOptionalLibraries() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(".*spring-(tx|web|jdbc)-[^/]*jar")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader isolated =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(ClassUtils.isPresent("org.springframework.dao.DataAccessException", isolated))
                    .isFalse();
            Class<?> type = isolated.loadClass(ErrorTranslators.class.getName());
            Object chain = type.getConstructor(Collection.class).newInstance(List.of());

            Object error = type.getMethod("translate", Throwable.class).invoke(chain, new SQLException("x", "23505"));

            assertThat(error.getClass().getName()).isEqualTo(DatabaseError.class.getName());
        }
    }

    private static final class Endless extends RuntimeException {

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }
}
