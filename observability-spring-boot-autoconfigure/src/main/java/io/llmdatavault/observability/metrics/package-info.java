/**
 * The metric families of this product, and a bound on how many series they may have. Entry class
 * {@link io.llmdatavault.observability.metrics.VaultMetrics}, a bean that an application may replace; the families are
 * in {@code docs/metrics.md}. Keys {@code vault.observability.metrics.*}.
 */
@NullMarked
package io.llmdatavault.observability.metrics;

import org.jspecify.annotations.NullMarked;
