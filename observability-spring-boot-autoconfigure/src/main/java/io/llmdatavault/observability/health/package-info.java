/**
 * Health that never waits: every {@link io.llmdatavault.observability.health.HealthCheck} runs in the background, and the
 * health endpoint, the probes and the metrics read its last snapshot. Keys: {@code vault.observability.health}. The entry
 * class is {@link io.llmdatavault.observability.health.HealthAutoConfiguration}. A {@code HealthCheck} bean named like a
 * shipped component takes its place; {@code StorageProbe} and {@code KmsProbe} beans bring a component of their own.
 */
@NullMarked
package io.llmdatavault.observability.health;

import org.jspecify.annotations.NullMarked;
