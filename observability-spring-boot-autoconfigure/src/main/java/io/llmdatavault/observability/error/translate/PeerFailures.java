package io.llmdatavault.observability.error.translate;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What the failure of an HTTP call means, whatever client made it. Loaded only with spring-web. The status of the other
 * service is kept for the logs and never becomes our own.
 */
final class PeerFailures {

    private static final Set<Integer> RETRYABLE_STATUSES = Set.of(429, 502, 503, 504);

    private static final String UNKNOWN = "UNKNOWN";

    private final RetryAfter retryAfters;

    PeerFailures(Clock clock) {
        this.retryAfters = new RetryAfter(clock);
    }

    ExternalServiceError.Builder answered(int status, @Nullable HttpHeaders headers) {
        boolean retryable = RETRYABLE_STATUSES.contains(status);
        ExternalServiceError.Builder builder = external("Other service answered with status " + status)
                .statusCode(status)
                .retryable(retryable);
        Duration retryAfter =
                retryable && headers != null ? retryAfters.parse(headers.getFirst(HttpHeaders.RETRY_AFTER)) : null;
        return retryAfter != null ? builder.retryAfter(retryAfter) : builder;
    }

    static VaultError.Builder<?> notReached(Throwable exception) {
        VaultError.Builder<?> known = NetworkTranslator.notReached(exception);
        return known != null ? known : NetworkError.builder("Other service cannot be reached");
    }

    static ExternalServiceError.Builder external(String message) {
        return ExternalServiceError.builder(UNKNOWN, UNKNOWN).message(message);
    }
}
