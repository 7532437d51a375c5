package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;

import io.llmdatavault.observability.error.RateLimitType;

/** What a limit may count. */
enum RequestRate {
    REQUESTS_PER_SECOND(RateLimitType.REQUESTS_PER_SECOND, Duration.ofSeconds(1)),
    REQUESTS_PER_MINUTE(RateLimitType.REQUESTS_PER_MINUTE, Duration.ofMinutes(1)),
    REQUESTS_PER_HOUR(RateLimitType.REQUESTS_PER_HOUR, Duration.ofHours(1)),
    BYTES_PER_SECOND(RateLimitType.BYTES_PER_SECOND, Duration.ofSeconds(1), "content-bytes"),

    /** Has no window: permits are taken until they are given back. */
    CONCURRENT_REQUESTS(RateLimitType.CONCURRENT_REQUESTS, Duration.ZERO, "concurrent-requests");

    private static final String REQUESTS = "requests";

    private final RateLimitType type;

    private final Duration period;

    private final String unit;

    RequestRate(RateLimitType type, Duration period) {
        this(type, period, REQUESTS);
    }

    RequestRate(RateLimitType type, Duration period, String unit) {
        this.type = type;
        this.period = period;
        this.unit = unit;
    }

    RateLimitType type() {
        return type;
    }

    Duration period() {
        return period;
    }

    /** As draft-ietf-httpapi-ratelimit-headers calls it. */
    String unit() {
        return unit;
    }

    /** Whether it is that one, which need not be said. */
    boolean isOfRequests() {
        return unit.equals(REQUESTS);
    }

    boolean hasWindow() {
        return !period.isZero();
    }
}
