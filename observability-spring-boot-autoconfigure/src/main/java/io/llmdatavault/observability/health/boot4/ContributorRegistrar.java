package io.llmdatavault.observability.health.boot4;

import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.IndicatorChecks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;

/**
 * Adds the components to the registry as soon as it is made, so that groups that name them find them, and puts snapshots in
 * front of the indicators that are in it. In this line the endpoint of a reactive application reads this registry, too, next
 * to one that holds the reactive indicators only.
 */
final class ContributorRegistrar implements BeanPostProcessor {

    private final ObjectProvider<EndpointHealth> health;

    ContributorRegistrar(ObjectProvider<EndpointHealth> health) {
        this.health = health;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof HealthContributorRegistry registry) {
            return register(registry);
        }
        return bean instanceof ReactiveHealthContributorRegistry registry ? replace(registry) : bean;
    }

    private HealthContributorRegistry register(HealthContributorRegistry registry) {
        EndpointHealth endpoint = health.getObject();
        endpoint.register(
                registry::getContributor,
                component -> registry.registerContributor(component, new SnapshotIndicator(endpoint, component)));
        IndicatorChecks indicators = endpoint.indicators();
        if (!indicators.replaces(registry)) {
            return registry;
        }
        return new SnapshotRegistry(registry, indicators);
    }

    private ReactiveHealthContributorRegistry replace(ReactiveHealthContributorRegistry registry) {
        IndicatorChecks indicators = health.getObject().indicators();
        if (!indicators.replaces(registry)) {
            return registry;
        }
        return new ReactiveSnapshotRegistry(registry, indicators);
    }
}
