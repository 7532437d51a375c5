package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
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

    private final SnapshotTree tree;

    SnapshotRegistry(HealthContributorRegistry registry, SnapshotTree tree) {
        this.registry = registry;
        this.tree = tree;
    }

    @Override
    public void registerContributor(String name, HealthContributor contributor) {
        registry.registerContributor(name, contributor);
        start(tree.shown(name, contributor));
    }

    @Override
    public @Nullable HealthContributor unregisterContributor(String name) {
        HealthContributor contributor = registry.unregisterContributor(name);
        tree.forget(name);
        return contributor;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        HealthContributor contributor = registry.getContributor(name);
        return contributor == null ? null : tree.shown(name, contributor);
    }

    @Override
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return tree.shownMembers("", registry);
    }

    /** Looks through all of it, so that every indicator is asked before the first request. */
    void start() {
        forEach(entry -> start(entry.getContributor()));
    }

    private static void start(HealthContributor shown) {
        if (shown instanceof CompositeHealthContributor composite) {
            composite.forEach(member -> start(member.getContributor()));
        }
    }
}
