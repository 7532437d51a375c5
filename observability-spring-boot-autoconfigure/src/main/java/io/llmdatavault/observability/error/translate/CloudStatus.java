package io.llmdatavault.observability.error.translate;

import java.util.Set;

/** What the HTTP status of a cloud service says. */
final class CloudStatus {

    /** Unlike other services those of the clouds document 500 as worth another try. */
    private static final Set<Integer> RETRYABLE = Set.of(408, 429, 500, 502, 503, 504);

    private CloudStatus() {}

    static boolean isRetryable(int status) {
        return RETRYABLE.contains(status);
    }
}
