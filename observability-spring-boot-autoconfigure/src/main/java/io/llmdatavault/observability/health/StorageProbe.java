package io.llmdatavault.observability.health;

/**
 * Tells whether a storage backend can be used. A bean of this type makes the component {@code storage}, and replaces the
 * shipped ones: for a local folder, an S3 bucket, a container of Azure and a bucket of Google Cloud (keys
 * {@code vault.observability.health.storage.*}).
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
