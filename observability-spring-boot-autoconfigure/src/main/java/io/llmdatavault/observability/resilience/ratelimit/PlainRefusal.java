package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.VaultError;

/**
 * What a refused request is answered with where problem details are switched off: a filter's exception would be a 500.
 * Spring Boot makes the body.
 */
final class PlainRefusal {

    private static final int BAD_REQUEST = 400;

    private static final int TOO_MANY_REQUESTS = 429;

    private static final int INTERNAL_SERVER_ERROR = 500;

    int status(VaultError refusal) {
        if (refusal.kind() == ErrorKind.RATE_LIMIT) {
            return TOO_MANY_REQUESTS;
        }
        return refusal.kind() == ErrorKind.VALIDATION ? BAD_REQUEST : INTERNAL_SERVER_ERROR;
    }

    Map<String, String> headers(VaultError refusal) {
        return refusal.retryAfter()
                .map(LimitFields::seconds)
                .map(seconds -> Map.of("Retry-After", Long.toString(seconds)))
                .orElse(Map.of());
    }
}
