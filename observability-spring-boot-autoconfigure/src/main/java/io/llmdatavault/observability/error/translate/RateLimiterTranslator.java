package io.llmdatavault.observability.error.translate;

import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates the refusal of a rate limiter, which does not tell its limit: a limit below one stands for that. Loaded only
 * with resilience4j-ratelimiter.
 */
final class RateLimiterTranslator implements ShippedTranslator {

    private static final long UNKNOWN = -1;

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return throwable instanceof RequestNotPermitted
                ? RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, UNKNOWN)
                        .message("Rate limiter refused a call")
                : null;
    }
}
