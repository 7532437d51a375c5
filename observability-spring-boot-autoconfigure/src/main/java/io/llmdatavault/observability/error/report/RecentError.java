package io.llmdatavault.observability.error.report;

import java.time.Instant;

import io.llmdatavault.observability.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a failure.
 *
 * @param code its stable name, as in {@code STORAGE_WRITE_FAILURE}
 * @param kind its kind
 * @param operation what was being done
 * @param timestamp when it was built
 * @param requestId the id of the request that was being served; {@code null} when there was none
 * @param traceId the id of the trace; {@code null} when there was none
 * @param message its message and that of its root, masked and cut to {@value #MAX_MESSAGE} characters
 * @since 0.1.0
 */
public record RecentError(
        String code,
        ErrorKind kind,
        String operation,
        Instant timestamp,
        @Nullable String requestId,
        @Nullable String traceId,
        String message) {

    private static final int MAX_MESSAGE = 500;

    /** Cuts what is too long to be kept. */
    public RecentError {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE);
        }
    }
}
