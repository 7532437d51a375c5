package io.llmdatavault.observability.health.boot4;

import java.util.stream.Stream;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.indicator.IndicatorTree;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.boot.health.registry.HealthContributorRegistry;

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
        this.shown = tree.shown(new BlockingMembers(registry));
        tree.start(new BlockingMembers(registry));
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
    public Stream<HealthContributors.Entry> stream() {
        return BlockingMembers.stream(shown);
    }
}
