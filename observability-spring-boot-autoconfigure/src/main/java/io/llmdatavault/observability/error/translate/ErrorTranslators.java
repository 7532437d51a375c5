package io.llmdatavault.observability.error.translate;

import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All translators as one: the application's in their order, then the shipped ones. A bean.
 *
 * <p>The exception itself is translated first, then its causes from the outside in. What only wraps another exception
 * ({@link CompletionException}, {@link ExecutionException}, {@link InvocationTargetException},
 * {@link UndeclaredThrowableException}, {@link UncheckedIOException}) stands for it. A cause below any other exception
 * tells how the service failed, never what its caller did: there, an error of a kind that blames the caller is not
 * taken, and a storage or database error loses the sub-kind that would.
 *
 * <p>Immutable and thread-safe. A translator that throws is skipped and warned about once.
 *
 * @since 0.1.0
 */
public final class ErrorTranslators {

    private static final Logger logger = LoggerFactory.getLogger(ErrorTranslators.class);

    /** No sound chain is as long; one that makes up its causes as it goes would be endless. */
    private static final int MAX_DEPTH = 64;

    private final List<GuardedTranslator> applicationTranslators;

    private final List<ShippedTranslator> shippedTranslators;

    /**
     * Adds the shipped translators to the application's.
     * @param applicationTranslators asked first, in this order
     */
    public ErrorTranslators(Collection<? extends ErrorTranslator> applicationTranslators) {
        this(applicationTranslators, ShippedTranslators.load(ErrorTranslators.class.getClassLoader()));
    }

    ErrorTranslators(
            Collection<? extends ErrorTranslator> applicationTranslators, List<ShippedTranslator> shippedTranslators) {
        this.applicationTranslators =
                applicationTranslators.stream().map(GuardedTranslator::new).toList();
        this.shippedTranslators = shippedTranslators;
    }

    /**
     * Translates any exception. Never throws, never returns {@code null}.
     * @param throwable what was caught
     * @return the error; a {@link VaultError}, also one in a mere wrapper, as it is; of kind
     * {@link io.llmdatavault.observability.error.ErrorKind#INTERNAL} with the exception as its cause when nobody knows it
     */
    public VaultError translate(Throwable throwable) {
        if (throwable instanceof VaultError error) {
            return error;
        }
        VaultError translated = null;
        try {
            translated = search(throwable);
        } catch (RuntimeException ex) {
            // An exception whose own methods throw cannot be looked into.
            logger.debug("Cannot look into an exception of {}", throwable.getClass(), ex);
        }
        return translated != null ? translated : unknown(throwable);
    }

    private @Nullable VaultError search(Throwable original) {
        VaultError ofItself = translateOne(original, original);
        if (ofItself != null) {
            return ofItself;
        }
        boolean itself = isMereWrapper(original);
        Iterator<Throwable> chain =
                ErrorChain.of(original).limit(MAX_DEPTH).skip(1).iterator();
        while (chain.hasNext()) {
            Throwable candidate = chain.next();
            VaultError error = translateOne(candidate, original);
            if (error != null) {
                return itself ? error : withoutBlame(error, original);
            }
            itself &= isMereWrapper(candidate);
        }
        return null;
    }

    private @Nullable VaultError translateOne(Throwable candidate, Throwable original) {
        if (candidate instanceof VaultError error) {
            return error;
        }
        for (GuardedTranslator translator : applicationTranslators) {
            VaultError error = translator.translate(candidate);
            if (error != null) {
                return error;
            }
        }
        for (ShippedTranslator translator : shippedTranslators) {
            VaultError.Builder<?> description = translator.describe(candidate);
            if (description != null) {
                return description.cause(original).withoutStackTrace().build();
            }
        }
        return null;
    }

    private static boolean isMereWrapper(Throwable throwable) {
        return throwable instanceof CompletionException
                || throwable instanceof ExecutionException
                || throwable instanceof InvocationTargetException
                || throwable instanceof UndeclaredThrowableException
                || throwable instanceof UncheckedIOException;
    }

    private static @Nullable VaultError withoutBlame(VaultError error, Throwable original) {
        return switch (error.kind()) {
            case VALIDATION, AUTHENTICATION, AUTHORIZATION, NOT_FOUND, CONFLICT, RATE_LIMIT, QUOTA_EXCEEDED -> null;
            case STORAGE -> error instanceof StorageError storage ? withoutBlame(storage, original) : error;
            case DATABASE -> error instanceof DatabaseError database ? withoutBlame(database, original) : error;
            default -> error;
        };
    }

    private static VaultError withoutBlame(StorageError error, Throwable original) {
        StorageErrorKind blameless = switch (error.storageErrorKind()) {
            case NOT_FOUND -> StorageErrorKind.READ_FAILURE;
            case ALREADY_EXISTS -> StorageErrorKind.WRITE_FAILURE;
            default -> error.storageErrorKind();
        };
        return blameless == error.storageErrorKind()
                ? error
                : StorageError.builder(blameless, error.backend())
                        .context(error.context())
                        .cause(original)
                        .build();
    }

    private static VaultError withoutBlame(DatabaseError error, Throwable original) {
        if (error.constraintViolation().isEmpty()) {
            return error;
        }
        DatabaseError.Builder blameless =
                DatabaseError.builder(error.operation()).retryable(error.retryable());
        error.table().ifPresent(blameless::table);
        return blameless.context(error.context()).cause(original).build();
    }

    private static VaultError unknown(Throwable throwable) {
        return InternalServerError.builder(
                        "Unexpected failure: " + throwable.getClass().getName())
                .cause(throwable)
                .withoutStackTrace()
                .build();
    }

    /** Keeps a translator of the application's from breaking the handling of an error. */
    private static final class GuardedTranslator {

        private final ErrorTranslator translator;

        private final WarnOnce warning;

        GuardedTranslator(ErrorTranslator translator) {
            this.translator = translator;
            this.warning = new WarnOnce(logger, translator.getClass().getName() + " throws and is skipped");
        }

        @Nullable
        VaultError translate(Throwable throwable) {
            try {
                return translator.translate(throwable).orElse(null);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
                warning.warn(ex);
                return null;
            }
        }
    }
}
