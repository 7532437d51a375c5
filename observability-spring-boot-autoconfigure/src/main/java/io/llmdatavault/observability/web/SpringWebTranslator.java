package io.llmdatavault.observability.web;

import java.util.Optional;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.translate.ErrorTranslator;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * Translates what Spring itself throws when it refuses a request, and every exception that has a status: the kind goes
 * by the status, the code is the name of the status, so that neither metrics nor logs call it an internal error.
 */
final class SpringWebTranslator implements ErrorTranslator {

    @Override
    public Optional<VaultError> translate(Throwable throwable) {
        if (InputErrors.isValidation(throwable)) {
            return Optional.of(new RefusedRequestError(ErrorKind.VALIDATION.name(), throwable));
        }
        if (BrokenUploads.contains(throwable)) {
            return Optional.of(byStatus(400, throwable));
        }
        Integer status = SpringStatuses.find(throwable);
        return status != null && status >= 400 ? Optional.of(byStatus(status, throwable)) : Optional.empty();
    }

    private static VaultError byStatus(int status, Throwable cause) {
        String code = SpringStatuses.code(status);
        if (cause instanceof AsyncRequestTimeoutException) {
            return BareErrors.builder(ErrorKind.TIMEOUT, cause).code(code).build();
        }
        return switch (status) {
            case 401 -> bare(ErrorKind.AUTHENTICATION, code, cause);
            case 403 -> bare(ErrorKind.AUTHORIZATION, code, cause);
            case 404, 410 -> bare(ErrorKind.NOT_FOUND, code, cause);
            case 408, 504 -> bare(ErrorKind.TIMEOUT, code, cause);
            case 409, 412 -> bare(ErrorKind.CONFLICT, code, cause);
            case 429 -> bare(ErrorKind.RATE_LIMIT, code, cause);
            case 502 -> bare(ErrorKind.EXTERNAL_SERVICE, code, cause);
            case 503 ->
                ExternalServiceError.builder("unknown", "unknown")
                        .retryable(true)
                        .message("Unavailable: " + cause.getClass().getName())
                        .code(code)
                        .cause(cause)
                        .withoutStackTrace()
                        .build();
            case 507 ->
                StorageError.builder(StorageErrorKind.INSUFFICIENT_SPACE, StorageBackend.custom("unknown"))
                        .code(code)
                        .cause(cause)
                        .withoutStackTrace()
                        .build();
            default -> status < 500 ? new RefusedRequestError(code, cause) : bare(ErrorKind.INTERNAL, code, cause);
        };
    }

    private static VaultError bare(ErrorKind kind, String code, Throwable cause) {
        return BareErrors.builder(kind, cause).code(code).build();
    }
}
