/**
 * Retries: doing again what failed for a moment only. Keys below {@code vault.observability.retry}.
 * {@link io.llmdatavault.observability.resilience.retry.VaultRetry} on a method or type retries its calls, the bean
 * {@link io.llmdatavault.observability.resilience.retry.RetryExecutor} retries in code; a bean of that type of your own
 * replaces the shipped one.
 */
@NullMarked
package io.llmdatavault.observability.resilience.retry;

import org.jspecify.annotations.NullMarked;
