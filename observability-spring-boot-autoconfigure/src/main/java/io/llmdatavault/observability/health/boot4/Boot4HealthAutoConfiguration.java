package io.llmdatavault.observability.health.boot4;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.HealthAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the snapshots in the health endpoint of Spring Boot 4.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HealthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.health.registry.HealthContributorRegistry")
@ConditionalOnFeature("health")
@ConditionalOnBean(EndpointHealth.class)
public final class Boot4HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static ContributorRegistrar vaultHealthContributorRegistrar(ObjectProvider<EndpointHealth> health) {
        return new ContributorRegistrar(health);
    }

    @Bean
    @ConditionalOnMissingBean
    ProbeGroupsPostProcessor vaultProbeGroupsPostProcessor(
            ObjectProvider<EndpointHealth> health, Environment environment) {
        return new ProbeGroupsPostProcessor(health, environment);
    }
}
