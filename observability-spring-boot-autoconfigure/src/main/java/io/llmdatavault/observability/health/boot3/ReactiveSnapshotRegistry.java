package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeReactiveHealthContributor;
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

    private final ReactiveSnapshotTree tree;

    ReactiveSnapshotRegistry(ReactiveHealthContributorRegistry registry, ReactiveSnapshotTree tree) {
        this.registry = registry;
        this.tree = tree;
    }

    @Override
    public void registerContributor(String name, ReactiveHealthContributor contributor) {
        registry.registerContributor(name, contributor);
        start(tree.shown(name, contributor));
    }

    @Override
    public @Nullable ReactiveHealthContributor unregisterContributor(String name) {
        ReactiveHealthContributor contributor = registry.unregisterContributor(name);
        tree.forget(name);
        return contributor;
    }

    @Override
    public @Nullable ReactiveHealthContributor getContributor(String name) {
        ReactiveHealthContributor contributor = registry.getContributor(name);
        return contributor == null ? null : tree.shown(name, contributor);
    }

    @Override
    public Iterator<NamedContributor<ReactiveHealthContributor>> iterator() {
        return tree.shownMembers("", registry);
    }

    /** Looks through all of it, so that every indicator is asked before the first request. */
    void start() {
        forEach(entry -> start(entry.getContributor()));
    }

    private static void start(ReactiveHealthContributor shown) {
        if (shown instanceof CompositeReactiveHealthContributor composite) {
            composite.forEach(member -> start(member.getContributor()));
        }
    }
}
