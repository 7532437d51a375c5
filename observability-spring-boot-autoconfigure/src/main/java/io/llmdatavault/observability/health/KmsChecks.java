package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** A component for each {@link KmsProbe}. */
record KmsChecks(List<HealthCheck> checks) implements CheckSource {

    /** Where the clients of the providers are, for those who have not got them. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "aws-kms", "software.amazon.awssdk:kms",
            "vault-transit", "org.springframework.vault:spring-vault-core",
            "azure-key-vault", "com.azure:azure-security-keyvault-keys",
            "google-cloud-kms", "com.google.cloud:google-cloud-kms");

    static KmsChecks of(Map<String, KmsProbe> probes, ConfigurableListableBeanFactory beanFactory) {
        List<HealthCheck> checks = new ArrayList<>();
        ComponentNames.of(KmsHealthCheck.KIND, probes, "KmsProbe", beanFactory)
                .forEach((name, probe) -> checks.add(new KmsHealthCheck(name, probe)));
        return new KmsChecks(checks);
    }

    static Duration timeLimit(HealthProperties properties) {
        return properties
                .settings(KmsHealthCheck.KIND, KmsHealthCheck.KIND, false)
                .timeout();
    }

    /** What only a check needs is not done where none is run. */
    static boolean areOn(HealthProperties properties, Environment environment) {
        boolean byDefault = environment.getProperty("management.health.defaults.enabled", Boolean.class, true);
        return environment.getProperty("management.health.kms.enabled", Boolean.class, byDefault)
                && properties
                        .findCheck(KmsHealthCheck.KIND)
                        .map(HealthProperties.Check::enabled)
                        .orElse(true);
    }

    /** The one client that the application has for its key management service. */
    static <T> T requireClient(ObjectProvider<T> clients, String provider, String type) {
        T client = clients.getIfUnique();
        if (client == null) {
            throw ConfigurationError.builder(
                            KmsProperties.PROVIDER,
                            "is %s, but there is no bean of the type %s, or there are several"
                                    .formatted(provider, type))
                    .expectedType("a %s bean, of several one that is @Primary; or define a bean of the type KmsProbe"
                            .formatted(type))
                    .build();
        }
        return client;
    }

    static void requireProbe(@Nullable String provider, Map<String, KmsProbe> probes) {
        if (provider != null && probes.isEmpty()) {
            throw ConfigurationError.builder(
                            KmsProperties.PROVIDER,
                            "is %s, but its library is not on the class path".formatted(provider))
                    .expectedType("a provider whose library is there, or add the dependency "
                            + ARTIFACTS.getOrDefault(provider, "of this one"))
                    .build();
        }
    }
}
