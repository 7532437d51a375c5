/**
 * Rate limits: how often something may be done in a second, a minute or an hour. Keys below
 * {@code vault.observability.rate-limit}. {@link io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit} on a
 * method or type asks before each call, the bean {@link io.llmdatavault.observability.resilience.ratelimit.RateLimits}
 * asks from code; a bean of that type of your own replaces the shipped one, which counts in this process.
 */
@NullMarked
package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.NullMarked;
