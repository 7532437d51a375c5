package io.llmdatavault.observability.health;

import com.zaxxer.hikari.HikariDataSource;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

/** The components {@code database}, for the data sources that there are. */
final class DatabaseComponents {

    private DatabaseComponents() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HikariDataSource.class, DataSourceUnwrapper.class})
    static class Hikari {

        @Bean
        @Order(0)
        @ConditionalOnMissingBean
        HikariPools vaultHikariPools() {
            return new HikariPools();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSourcePoolMetadataProvider.class)
    static class Others {

        @Bean
        @ConditionalOnMissingBean
        OtherPools vaultOtherPools(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
            return new OtherPools(providers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Database {

        @Bean
        @ConditionalOnMissingBean
        DatabaseChecks vaultDatabaseChecks(
                HealthProperties properties,
                ConfigurableListableBeanFactory beanFactory,
                ObjectProvider<ConnectionPools> pools) {
            return new DatabaseChecks(
                    properties,
                    new DataSources(beanFactory),
                    pools.orderedStream().toList());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ConnectionFactory.class, Mono.class})
    static class Reactive {

        @Bean
        @ConditionalOnMissingBean
        ReactiveDatabaseChecks vaultReactiveDatabaseChecks(
                HealthProperties properties, ConfigurableListableBeanFactory beanFactory) {
            return new ReactiveDatabaseChecks(properties, beanFactory);
        }
    }
}
