package io.llmdatavault.observability.error;

/**
 * What a rate limit counts.
 *
 * @since 0.1.0
 */
public enum RateLimitType {

    /** Requests in a second. */
    REQUESTS_PER_SECOND,
    /** Requests in a minute. */
    REQUESTS_PER_MINUTE,
    /** Requests in an hour. */
    REQUESTS_PER_HOUR,
    /** Bytes in a second. */
    BYTES_PER_SECOND,
    /** Requests at the same time. */
    CONCURRENT_REQUESTS
}
