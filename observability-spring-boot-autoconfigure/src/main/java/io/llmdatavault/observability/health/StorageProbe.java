package io.llmdatavault.observability.health;

/**
 * Tells whether a storage backend can be used. A bean of this type makes the component {@code storage}; for a local folder
 * one is shipped ({@code vault.observability.health.storage.local.path}).
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StorageProbe {

    /**
     * Looks at the backend, as {@link HealthCheck#check()} does.
     * @return what it found
     * @throws Exception when the backend does not answer
     */
    ComponentHealth probe() throws Exception;
}
