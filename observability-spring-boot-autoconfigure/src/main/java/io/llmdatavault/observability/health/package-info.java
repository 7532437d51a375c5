/**
 * Health that never waits: every {@link io.llmdatavault.observability.health.HealthCheck} runs in the background, and the
 * health endpoint, the probes and the metrics read its last snapshot. Keys: {@code vault.observability.health}. The entry
 * class is {@link io.llmdatavault.observability.health.HealthAutoConfiguration}. A {@code HealthCheck} bean named like a
 * shipped component takes its place; {@code StorageProbe} and {@code KmsProbe} beans bring a component of their own.
 *
 * <p>From the inside out: the engine ({@code CheckRunner}, {@code CheckEngine}, {@code CheckHistory},
 * {@code DefaultHealthMonitor}), the components that it runs ({@code HealthChecks} finds them; each kind has its
 * {@code *Components} configuration), the indicators of others that it runs as well ({@code IndicatorChecks}), and what the
 * endpoint shows of both ({@code EndpointHealth}; {@code indicator} holds what both Boot lines share, {@code boot3} and
 * {@code boot4} their types). The map is in {@code docs/design/14-how-health-hangs-together.md}.
 */
@NullMarked
package io.llmdatavault.observability.health;

import org.jspecify.annotations.NullMarked;
