package io.llmdatavault.observability.health.boot4;

import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.IndicatorChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;

/**
 * Adds the components to the registry as soon as it is made, so that groups that name them find them, and puts snapshots in
 * front of the indicators that are in it. In this line the endpoint of a reactive application reads this registry, too, next
 * to one that holds the reactive indicators only; so a name may be taken in either.
 */
final class ContributorRegistrar implements BeanPostProcessor {

    private final ObjectProvider<EndpointHealth> health;

    private volatile @Nullable HealthContributorRegistry blocking;

    private volatile @Nullable ReactiveHealthContributorRegistry reactive;

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
        blocking = registry;
        endpoint.register(
                component -> holder(registry, component),
                component -> registry.registerContributor(component, new SnapshotIndicator(endpoint, component)));
        IndicatorChecks indicators = endpoint.indicators();
        if (!indicators.replaces(registry)) {
            return registry;
        }
        return new SnapshotRegistry(registry, indicators);
    }

    private @Nullable Object holder(HealthContributorRegistry registry, String component) {
        Object holder = registry.getContributor(component);
        ReactiveHealthContributorRegistry other = reactive;
        return holder != null || other == null ? holder : other.getContributor(component);
    }

    /** Of the two registries either may be made first. */
    private void makePlace(String component) {
        HealthContributorRegistry other = blocking;
        if (other != null && other.getContributor(component) instanceof SnapshotIndicator) {
            other.unregisterContributor(component);
        }
    }

    private ReactiveHealthContributorRegistry replace(ReactiveHealthContributorRegistry registry) {
        EndpointHealth endpoint = health.getObject();
        reactive = registry;
        endpoint.register(
                component -> {
                    Object holder = registry.getContributor(component);
                    if (holder != null) {
                        makePlace(component);
                    }
                    return holder;
                },
                component -> {});
        IndicatorChecks indicators = endpoint.indicators();
        if (!indicators.replaces(registry)) {
            return registry;
        }
        return new ReactiveSnapshotRegistry(registry, indicators);
    }
}
