package io.llmdatavault.observability.error.translate;

import java.util.Optional;

import io.llmdatavault.observability.error.VaultError;

/**
 * Makes a {@link VaultError} of the exceptions it knows. Beans of this type are asked in their order
 * ({@link org.springframework.core.annotation.Order}), all before the translators that are shipped.
 *
 * <p>Called by many threads at once. It is asked for the exception itself and, when nobody knows that one, for its
 * causes one by one; so it looks at the exception it is given only. One that throws is skipped and warned about once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorTranslator {

    /**
     * Translates what it knows.
     * @param throwable the exception; never a {@link VaultError}
     * @return the error, best with the exception as its cause; empty for what it does not know
     */
    Optional<VaultError> translate(Throwable throwable);
}
