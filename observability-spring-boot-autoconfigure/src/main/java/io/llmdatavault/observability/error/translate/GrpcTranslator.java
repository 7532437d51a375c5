package io.llmdatavault.observability.error.translate;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates the status of a gRPC call. Loaded only with gRPC. What the other service holds against us is no fault of our
 * caller's: its status never becomes our own.
 */
final class GrpcTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof StatusRuntimeException exception) {
            return describe(exception.getStatus().getCode());
        }
        return throwable instanceof StatusException exception
                ? describe(exception.getStatus().getCode())
                : null;
    }

    private static VaultError.Builder<?> describe(Status.Code code) {
        return switch (code) {
            case DEADLINE_EXCEEDED -> NetworkTranslator.timeout("gRPC call took too long");
            case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED -> external(code).retryable(true);
            default -> external(code);
        };
    }

    private static ExternalServiceError.Builder external(Status.Code code) {
        return ExternalServiceError.builder("grpc", "unknown").message("gRPC call answered " + code);
    }
}
