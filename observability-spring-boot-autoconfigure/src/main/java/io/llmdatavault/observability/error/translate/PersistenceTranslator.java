package io.llmdatavault.observability.error.translate;

import jakarta.persistence.OptimisticLockException;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what JPA throws where Spring does not make a data access exception of it. Loaded only with its API. */
final class PersistenceTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return throwable instanceof OptimisticLockException
                ? ConflictError.builder("", "").message("Somebody else changed it meanwhile")
                : null;
    }
}
