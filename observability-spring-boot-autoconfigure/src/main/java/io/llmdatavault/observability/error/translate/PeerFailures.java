package io.llmdatavault.observability.error.translate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
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

    /** Whoever asks for more patience than this has not thought of our callers. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private static final String UNKNOWN = "UNKNOWN";

    private final Clock clock;

    PeerFailures(Clock clock) {
        this.clock = clock;
    }

    ExternalServiceError.Builder answered(int status, @Nullable HttpHeaders headers) {
        boolean retryable = RETRYABLE_STATUSES.contains(status);
        ExternalServiceError.Builder builder = external("Other service answered with status " + status)
                .statusCode(status)
                .retryable(retryable);
        Duration retryAfter = retryable ? retryAfter(headers) : null;
        return retryAfter != null ? builder.retryAfter(retryAfter) : builder;
    }

    static VaultError.Builder<?> notReached(Throwable exception) {
        VaultError.Builder<?> known = NetworkTranslator.notReached(exception);
        return known != null ? known : NetworkError.builder("Other service cannot be reached");
    }

    static ExternalServiceError.Builder external(String message) {
        return ExternalServiceError.builder(UNKNOWN, UNKNOWN).message(message);
    }

    /** RFC 9110, section 10.2.3: seconds or a date. */
    private @Nullable Duration retryAfter(@Nullable HttpHeaders headers) {
        String value = headers != null ? headers.getFirst(HttpHeaders.RETRY_AFTER) : null;
        if (value == null) {
            return null;
        }
        try {
            return limit(seconds(value.strip()));
        } catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
            // What the other service means cannot be known: as if it had said nothing.
            return null;
        }
    }

    private Duration seconds(String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
        return Duration.between(clock.instant(), date);
    }

    private static Duration limit(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        return duration.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : duration;
    }
}
