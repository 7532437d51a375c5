package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The shipped components, each where it has something to check. */
final class HealthComponents {

    private HealthComponents() {}

    @Configuration(proxyBeanMethods = false)
    static class Memory {

        @Bean
        @ConditionalOnMissingBean
        MemoryHealthCheck vaultMemoryHealthCheck(HealthProperties properties) {
            return new MemoryHealthCheck(properties.memory().thresholdPercent(), HeapReading::ofThisMachine);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSourcePoolMetadataProvider.class)
    @ConditionalOnBean(DataSource.class)
    static class Pools {

        @Bean
        @ConditionalOnMissingBean(PoolFigures.class)
        PoolFigures.OfBoot vaultPoolFigures(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
            return new PoolFigures.OfBoot(providers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DataSource.class)
    static class Database {

        @Bean
        @ConditionalOnMissingBean
        DatabaseHealthCheck vaultDatabaseHealthCheck(
                HealthProperties properties,
                ConfigurableListableBeanFactory beanFactory,
                ObjectProvider<PoolFigures> figures) {
            return new DatabaseHealthCheck(
                    new DataSourcesInUse(beanFactory),
                    figures.getIfAvailable(PoolFigures::unknown),
                    properties.settings(DatabaseHealthCheck.NAME, true).timeout());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("vault.observability.health.storage.local.path")
    static class LocalStorage {

        @Bean
        @ConditionalOnMissingBean(StorageProbe.class)
        LocalStorageProbe vaultLocalStorageProbe(HealthProperties properties) {
            HealthProperties.Storage storage = properties.storage();
            Path path = Path.of(Objects.requireNonNull(storage.local().path()));
            return new LocalStorageProbe(path, storage.minFree(), storage.writeCheck());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(StorageProbe.class)
    static class Storage {

        @Bean
        @ConditionalOnMissingBean
        StorageHealthCheck vaultStorageHealthCheck(StorageProbe probe) {
            return new StorageHealthCheck(probe);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("vault.observability.health.kms.provider")
    static class LocalKms {

        @Bean
        @ConditionalOnMissingBean(KmsProbe.class)
        LocalKmsProbe vaultLocalKmsProbe(HealthProperties properties) {
            HealthProperties.Kms kms = properties.kms();
            HealthProperties.Kms.Keystore local = kms.local();
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
        KmsHealthCheck vaultKmsHealthCheck(KmsProbe probe) {
            return new KmsHealthCheck(probe);
        }
    }
}
