package io.llmdatavault.observability.health.boot3;

import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.IndicatorChecks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;

/**
 * Adds the components to the registry as soon as it is made, so that groups that name them find them, and puts snapshots in
 * front of the indicators that are in it. In this line a reactive application has a second registry.
 */
final class ContributorRegistrar implements BeanPostProcessor {

    private final ObjectProvider<EndpointHealth> health;

    private final ObjectProvider<HealthContributorRegistry> blocking;

    ContributorRegistrar(ObjectProvider<EndpointHealth> health, ObjectProvider<HealthContributorRegistry> blocking) {
        this.health = health;
        this.blocking = blocking;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof HealthContributorRegistry registry) {
            return register(registry);
        }
        return bean instanceof ReactiveHealthContributorRegistry registry ? register(registry) : bean;
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

    private ReactiveHealthContributorRegistry register(ReactiveHealthContributorRegistry registry) {
        EndpointHealth endpoint = health.getObject();
        endpoint.register(
                registry::getContributor,
                component -> registry.registerContributor(
                        component, new ReactiveSnapshotIndicator(new SnapshotIndicator(endpoint, component))));
        IndicatorChecks indicators = endpoint.indicators();
        if (!indicators.replaces(registry)) {
            return registry;
        }
        // The other registry knows which of the indicators answer at once; in this one an adapter hides it.
        blocking.getIfAvailable();
        return new ReactiveSnapshotRegistry(registry, indicators);
    }
}
