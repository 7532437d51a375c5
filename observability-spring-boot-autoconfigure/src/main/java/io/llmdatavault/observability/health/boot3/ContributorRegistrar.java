package io.llmdatavault.observability.health.boot3;

import io.llmdatavault.observability.health.EndpointHealth;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.ReactiveHealthContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;

/**
 * Adds the components to the registry as soon as it is made, so that groups that name them find them. In this line a reactive
 * application has a second registry.
 */
final class ContributorRegistrar implements BeanPostProcessor {

    private final ObjectProvider<EndpointHealth> health;

    ContributorRegistrar(ObjectProvider<EndpointHealth> health) {
        this.health = health;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof HealthContributorRegistry registry) {
            register(registry);
        } else if (bean instanceof ReactiveHealthContributorRegistry registry) {
            register(registry);
        }
        return bean;
    }

    private void register(HealthContributorRegistry registry) {
        EndpointHealth endpoint = health.getObject();
        for (String component : endpoint.components()) {
            if (registry.getContributor(component) == null) {
                registry.registerContributor(component, new SnapshotIndicator(endpoint, component));
            } else {
                endpoint.leaveTo(component);
            }
        }
    }

    private void register(ReactiveHealthContributorRegistry registry) {
        EndpointHealth endpoint = health.getObject();
        for (String component : endpoint.components()) {
            if (registry.getContributor(component) == null) {
                registry.registerContributor(
                        component, ReactiveHealthContributor.adapt(new SnapshotIndicator(endpoint, component)));
            } else {
                endpoint.leaveTo(component);
            }
        }
    }
}
