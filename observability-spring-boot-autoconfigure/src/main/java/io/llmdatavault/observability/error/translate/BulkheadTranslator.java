package io.llmdatavault.observability.error.translate;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates the refusal of a bulkhead that is full: no room now. Loaded only with resilience4j-bulkhead. */
final class BulkheadTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return throwable instanceof BulkheadFullException
                ? ExternalServiceError.builder("bulkhead", "unknown")
                        .message("Bulkhead is full")
                        .retryable(true)
                : null;
    }
}
