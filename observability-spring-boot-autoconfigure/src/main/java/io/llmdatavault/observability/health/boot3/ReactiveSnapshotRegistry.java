package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.indicator.IndicatorTree;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.DefaultReactiveHealthContributorRegistry;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;

/**
 * The application's reactive registry, whose indicators are read from snapshots. What is registered with it later is, too. It has the
 * class of Spring Boot's for those who ask for that.
 */
final class ReactiveSnapshotRegistry extends DefaultReactiveHealthContributorRegistry {

    private final ReactiveHealthContributorRegistry registry;

    private final IndicatorTree<ReactiveHealthContributor> tree;

    private final Members<ReactiveHealthContributor> shown;

    ReactiveSnapshotRegistry(ReactiveHealthContributorRegistry registry, IndicatorChecks checks) {
        this.registry = registry;
        this.tree = new IndicatorTree<>(checks, new ReactiveTypes());
        this.shown = tree.shown(new BootMembers<>(registry));
        tree.start(new BootMembers<>(registry));
    }

    @Override
    public void registerContributor(String name, ReactiveHealthContributor contributor) {
        registry.registerContributor(name, contributor);
        tree.start(name, contributor);
    }

    @Override
    public @Nullable ReactiveHealthContributor unregisterContributor(String name) {
        ReactiveHealthContributor contributor = registry.unregisterContributor(name);
        tree.forget(name);
        return contributor;
    }

    @Override
    public @Nullable ReactiveHealthContributor getContributor(String name) {
        return shown.find(name);
    }

    @Override
    public Iterator<NamedContributor<ReactiveHealthContributor>> iterator() {
        return BootMembers.iterator(shown);
    }
}
