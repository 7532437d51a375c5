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

/** The component {@code storage}, for what is configured or has a probe. */
final class StorageComponents {

    private StorageComponents() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("vault.observability.health.storage.local.path")
    @ConditionalOnMissingBean(value = StorageProbe.class, ignored = ShippedStorageProbe.class)
    static class Local {

        @Bean
        @ConditionalOnMissingBean
        LocalStorageProbe vaultLocalStorageProbe(HealthProperties properties) {
            StorageProperties storage = properties.storage();
            Path path = Path.of(Objects.requireNonNull(storage.local().path()));
            return new LocalStorageProbe(path, storage.minFree(), storage.writeCheck());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(StorageProbe.class)
    static class Storage {

        @Bean
        @ConditionalOnMissingBean
        StorageChecks vaultStorageChecks(
                Map<String, StorageProbe> probes, ConfigurableListableBeanFactory beanFactory) {
            return StorageChecks.of(probes, beanFactory);
        }
    }
}
