package io.llmdatavault.observability.error.translate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.VaultError;

/**
 * All translators as one: the application's in their order, then the shipped ones.
 *
 * @since 0.1.0
 */
public final class ErrorTranslators {

    private final List<ErrorTranslator> translators;

    /**
     * Adds the shipped translators to the application's.
     * @param applicationTranslators asked first, in this order
     */
    public ErrorTranslators(Collection<? extends ErrorTranslator> applicationTranslators) {
        this.translators = List.copyOf(applicationTranslators);
    }

    /**
     * Translates any exception. Never throws, never returns {@code null}.
     * @param throwable what was caught
     * @return the error; a {@link VaultError} as it is; of kind
     * {@link io.llmdatavault.observability.error.ErrorKind#INTERNAL} with the exception as its cause when no translator
     * knows it
     */
    public VaultError translate(Throwable throwable) {
        if (throwable instanceof VaultError error) {
            return error;
        }
        for (ErrorTranslator translator : translators) {
            Optional<VaultError> error = translator.translate(throwable);
            if (error.isPresent()) {
                return error.get();
            }
        }
        return InternalServerError.builder(
                        "Unexpected failure: " + throwable.getClass().getName())
                .cause(throwable)
                .build();
    }
}
