/**
 * Rate limits: how often something may be done in a second, a minute or an hour, how many bytes may be sent, how much may go on at
 * once. Keys below {@code vault.observability.rate-limit}.
 *
 * <p>{@link io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit} on a method or type asks before each call, limits with
 * {@code paths} ask before each request, the bean {@link io.llmdatavault.observability.resilience.ratelimit.RateLimits} asks
 * from code; a bean of that type of your own replaces the shipped one, which counts in this process or in Redis.
 *
 * <p>Read {@code CountedLimit} first: a limit, its numbers and where it counts ({@code PermitCounter}). A request comes from
 * {@code RateLimitFilter} by {@code PathLimits}, a call from {@code RateLimitAdvisor} by {@code MethodLimit}; both ask a
 * {@code Gate}, and {@code HeldPermits} is what all of several have given. The map is in
 * {@code docs/design/15-how-rate-limits-hang-together.md}.
 */
@NullMarked
package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.NullMarked;
