package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import com.azure.security.keyvault.keys.KeyClient;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.vault.core.VaultOperations;
import software.amazon.awssdk.services.kms.KmsClient;

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
    @ConditionalOnClass(KmsClient.class)
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.AWS_KMS)
    static class Aws {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        AwsKmsProbe vaultAwsKmsProbe(HealthProperties properties, ObjectProvider<KmsClient> clients) {
            return new AwsKmsProbe(
                    KmsChecks.requireClient(clients, KmsProperties.AWS_KMS, "KmsClient"),
                    Objects.requireNonNull(properties.kms().keyId()),
                    KmsChecks.timeLimit(properties));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(VaultOperations.class)
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.VAULT_TRANSIT)
    static class VaultTransit {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        VaultTransitKmsProbe vaultVaultTransitKmsProbe(
                HealthProperties properties, ObjectProvider<VaultOperations> templates) {
            return new VaultTransitKmsProbe(
                    KmsChecks.requireClient(templates, KmsProperties.VAULT_TRANSIT, "VaultTemplate"),
                    properties.kms().vaultTransit().path(),
                    Objects.requireNonNull(properties.kms().keyId()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KeyClient.class)
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.AZURE_KEY_VAULT)
    static class Azure {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        AzureKmsProbe vaultAzureKmsProbe(HealthProperties properties, ObjectProvider<KeyClient> clients) {
            return new AzureKmsProbe(
                    KmsChecks.requireClient(clients, KmsProperties.AZURE_KEY_VAULT, "KeyClient"),
                    Objects.requireNonNull(properties.kms().keyId()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KeyManagementServiceClient.class)
    @ConditionalOnProperty(name = KmsProperties.PROVIDER, havingValue = KmsProperties.GOOGLE_CLOUD_KMS)
    static class Google {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        GoogleKmsProbe vaultGoogleKmsProbe(
                HealthProperties properties, ObjectProvider<KeyManagementServiceClient> clients) {
            return new GoogleKmsProbe(
                    KmsChecks.requireClient(clients, KmsProperties.GOOGLE_CLOUD_KMS, "KeyManagementServiceClient"),
                    Objects.requireNonNull(properties.kms().keyId()),
                    KmsChecks.timeLimit(properties));
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
