package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.indicator.IndicatorTree;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.DefaultHealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.NamedContributor;

/**
 * The application's registry, whose indicators are read from snapshots. What is registered with it later is, too. It has the
 * class of Spring Boot's for those who ask for that.
 */
final class SnapshotRegistry extends DefaultHealthContributorRegistry {

    private final HealthContributorRegistry registry;

    private final IndicatorTree<HealthContributor> tree;

    private final Members<HealthContributor> shown;

    SnapshotRegistry(HealthContributorRegistry registry, IndicatorChecks checks) {
        this.registry = registry;
        this.tree = new IndicatorTree<>(checks, new BlockingTypes());
        this.shown = tree.shown(new BootMembers<>(registry));
        tree.start(new BootMembers<>(registry));
    }

    @Override
    public void registerContributor(String name, HealthContributor contributor) {
        registry.registerContributor(name, contributor);
        tree.start(name, contributor);
    }

    @Override
    public @Nullable HealthContributor unregisterContributor(String name) {
        HealthContributor contributor = registry.unregisterContributor(name);
        tree.forget(name);
        return contributor;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return shown.find(name);
    }

    @Override
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return BootMembers.iterator(shown);
    }
}
