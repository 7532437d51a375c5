package io.llmdatavault.observability.health.boot4;

import io.llmdatavault.observability.health.EndpointHealth;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Adds the components to the registry as soon as it is made, so that groups that name them find them. In this line the
 * endpoint of a reactive application reads this registry, too.
 */
final class ContributorRegistrar implements BeanPostProcessor {

    private final ObjectProvider<EndpointHealth> health;

    ContributorRegistrar(ObjectProvider<EndpointHealth> health) {
        this.health = health;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof HealthContributorRegistry registry) {
            EndpointHealth endpoint = health.getObject();
            for (String component : endpoint.components()) {
                if (registry.getContributor(component) == null) {
                    registry.registerContributor(component, new SnapshotIndicator(endpoint, component));
                } else {
                    endpoint.leaveTo(component);
                }
            }
        }
        return bean;
    }
}
