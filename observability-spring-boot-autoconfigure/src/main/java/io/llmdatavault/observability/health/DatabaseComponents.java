package io.llmdatavault.observability.health;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The component {@code database}, for the data sources that there are. */
final class DatabaseComponents {

    private DatabaseComponents() {}

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
                    properties
                            .settings(DatabaseHealthCheck.NAME, DatabaseHealthCheck.NAME, true)
                            .timeout());
        }
    }
}
