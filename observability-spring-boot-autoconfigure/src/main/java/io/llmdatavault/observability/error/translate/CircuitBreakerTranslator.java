package io.llmdatavault.observability.error.translate;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates the refusal of a circuit breaker that is open. Loaded only with resilience4j-circuitbreaker. */
final class CircuitBreakerTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return throwable instanceof CallNotPermittedException exception
                ? ExternalServiceError.builder(exception.getCausingCircuitBreakerName(), "unknown")
                        .message("Circuit breaker is open")
                        .retryable(true)
                : null;
    }
}
