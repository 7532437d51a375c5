package io.llmdatavault.observability.metrics;

/**
 * The gauges that an application sets. A gauge is absent until it is first set.
 *
 * @since 0.1.0
 */
public enum VaultGauge {

    /** Busy connections of the pools: {@code vault_active_connections}, without labels. */
    ACTIVE_CONNECTIONS(MetricFamily.ACTIVE_CONNECTIONS),
    /** Requests in flight: {@code vault_active_requests}, labels {@code method} and {@code path}; set for you. */
    ACTIVE_REQUESTS(MetricFamily.ACTIVE_REQUESTS),
    /** Memory that caches take: {@code vault_cache_size_bytes}, without labels. */
    CACHE_SIZE_BYTES(MetricFamily.CACHE_SIZE_BYTES),
    /** Entries in caches: {@code vault_cache_entries}, without labels. */
    CACHE_ENTRIES(MetricFamily.CACHE_ENTRIES),
    /** Elements waiting in a queue: {@code vault_queue_depth}, label {@code queue_name}. */
    QUEUE_DEPTH(MetricFamily.QUEUE_DEPTH);

    private final MetricFamily family;

    VaultGauge(MetricFamily family) {
        this.family = family;
    }

    MetricFamily family() {
        return family;
    }
}
