package io.llmdatavault.observability.resilience.retry;

import java.util.function.Function;

import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the translators with the first failure: one of them may itself be a bean with retried methods. Where errors are
 * switched off, only what is a {@link VaultError} itself is known.
 */
record LateTranslation(ObjectProvider<ErrorTranslators> translators) implements Function<Throwable, VaultError> {

    @Override
    public VaultError apply(Throwable failure) {
        if (failure instanceof VaultError error) {
            return error;
        }
        ErrorTranslators available = translators.getIfAvailable();
        return available != null
                ? available.translate(failure)
                : InternalServerError.builder("Unknown failure").cause(failure).build();
    }
}
