package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The component {@code kms}, for what is configured or has a probe. */
final class KmsComponents {

    private KmsComponents() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.LOCAL)
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
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.PKCS11)
    static class Pkcs11 {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        Pkcs11KmsProbe vaultPkcs11KmsProbe(HealthProperties properties, Environment environment) {
            KmsProperties kms = properties.kms();
            Pkcs11KmsProbe probe =
                    new Pkcs11KmsProbe(Pkcs11Token.of(kms.pkcs11()), Objects.requireNonNull(kms.keyId()));
            if (KmsChecks.areOn(properties, environment)) {
                probe.logIn(KmsChecks.timeLimit(properties));
            }
            return probe;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(Kms.Wanted.class)
    static class Kms {

        @Bean
        @ConditionalOnMissingBean
        KmsChecks vaultKmsChecks(HealthProperties properties, ConfigurableListableBeanFactory beanFactory) {
            Map<String, KmsProbe> probes = beanFactory.getBeansOfType(KmsProbe.class);
            KmsChecks.requireProbe(properties.kms().provider(), probes);
            return KmsChecks.of(probes, beanFactory);
        }

        /** A provider that is configured, but has no probe because its library is missing, is a mistake. */
        static final class Wanted extends AnyNestedCondition {

            Wanted() {
                super(ConfigurationPhase.REGISTER_BEAN);
            }

            @ConditionalOnBean(KmsProbe.class)
            static final class ByProbe {}

            @ConditionalOnProperty(KmsProperties.PROVIDER)
            static final class ByKey {}
        }
    }
}
