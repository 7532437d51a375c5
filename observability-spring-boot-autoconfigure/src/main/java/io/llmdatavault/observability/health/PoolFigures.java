package io.llmdatavault.observability.health;

import org.jspecify.annotations.Nullable;

/** How many connections a pool has, as far as it tells. A maximum below 1 is none. */
record PoolFigures(
        @Nullable Integer active,
        @Nullable Integer idle,
        @Nullable Integer max,
        @Nullable Integer waiting) {

    /** Whether a borrower would have to wait until another one gives a connection back. */
    boolean isExhausted() {
        return active != null && max != null && max > 0 && active >= max && (idle == null || idle <= 0);
    }

    ComponentHealth exhausted() {
        return addTo(ComponentHealth.degraded(
                waiting != null && waiting > 0
                        ? "All connections of the pool are in use, and threads wait for one."
                        : "All connections of the pool are in use."));
    }

    /** After the database has failed: it may be why the connections are in use. */
    ComponentHealth exhaustedInOutage() {
        return addTo(ComponentHealth.unhealthy(
                "All connections of the pool are in use, and the database has not answered since it failed."));
    }

    ComponentHealth addTo(ComponentHealth health) {
        ComponentHealth result = add(health, "activeConnections", active);
        result = add(result, "idleConnections", idle);
        result = add(result, "maxConnections", max);
        return add(result, "waitingThreads", waiting);
    }

    private static ComponentHealth add(ComponentHealth health, String key, @Nullable Integer value) {
        return value == null ? health : health.withMetadata(key, value);
    }
}
