package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The component {@code kms}, for what is configured or has a probe. */
final class KmsComponents {

    private KmsComponents() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("vault.observability.health.kms.provider")
    static class Local {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        LocalKmsProbe vaultLocalKmsProbe(HealthProperties properties) {
            KmsProperties kms = properties.kms();
            KmsProperties.Keystore local = kms.local();
            return new LocalKmsProbe(
                    Path.of(Objects.requireNonNull(local.keystore())),
                    local.type(),
                    local.password(),
                    Objects.requireNonNull(kms.keyId()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(KmsProbe.class)
    static class Kms {

        @Bean
        @ConditionalOnMissingBean
        KmsChecks vaultKmsChecks(Map<String, KmsProbe> probes, ConfigurableListableBeanFactory beanFactory) {
            return KmsChecks.of(probes, beanFactory);
        }
    }
}
