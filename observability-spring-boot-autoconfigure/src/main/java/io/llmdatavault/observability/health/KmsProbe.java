package io.llmdatavault.observability.health;

/**
 * Tells whether a key management service can be used. A bean of this type makes the component {@code kms}; for a local
 * keystore one is shipped ({@code vault.observability.health.kms.provider=local}).
 *
 * <p>A good probe encrypts and decrypts: a service that only encrypts cannot give back what is stored. It should not ask for
 * more than it needs, because such services count and charge for calls; by default it is asked every 30 seconds.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KmsProbe {

    /**
     * Looks at the service, as {@link HealthCheck#check()} does.
     * @return what it found
     * @throws Exception when the service does not answer
     */
    ComponentHealth probe() throws Exception;
}
