package io.llmdatavault.observability.health.boot3;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.HealthAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the snapshots in the health endpoint of Spring Boot 3.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HealthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthContributorRegistry")
@ConditionalOnFeature("health")
@ConditionalOnBean(EndpointHealth.class)
public final class Boot3HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static ContributorRegistrar vaultHealthContributorRegistrar(
            ObjectProvider<EndpointHealth> health, ObjectProvider<HealthContributorRegistry> blocking) {
        return new ContributorRegistrar(health, blocking);
    }

    @Bean
    @ConditionalOnMissingBean
    ProbeGroupsPostProcessor vaultProbeGroupsPostProcessor(
            ObjectProvider<EndpointHealth> health, Environment environment) {
        return new ProbeGroupsPostProcessor(health, environment);
    }
}
