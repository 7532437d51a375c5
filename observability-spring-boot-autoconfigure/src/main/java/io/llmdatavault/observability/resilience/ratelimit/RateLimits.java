package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.error.ValidationError;
import org.jspecify.annotations.Nullable;

/**
 * Asks rate limits from code. A bean; an application may replace it, then {@link VaultRateLimit} asks that one.
 *
 * <p>Thread-safe. The shipped one counts in this process, where it never waits and each instance of a service has the whole limit,
 * or in a store that all instances share, for whose answer it waits a bounded time.
 *
 * @since 0.1.0
 */
public interface RateLimits {

    /**
     * Takes permits, all or none.
     * @param name the limit, an id below {@code vault.observability.rate-limit.limits}
     * @param key whose permits are counted; {@code null} and empty share theirs. The limit's configured key is for
     * {@link VaultRateLimit} and not looked at. Of a key longer than 256 characters only a hash is kept
     * @param permits how many, from 1
     * @return the decision
     * @throws IllegalArgumentException when there is no such limit, or {@code permits} is less than 1
     * @throws ValidationError when {@code permits} is more than the limit: such a call can never pass
     */
    RateLimitDecision acquire(String name, @Nullable String key, long permits);
}
