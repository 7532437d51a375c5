package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.health.IndicatorChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeReactiveHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.NamedContributors;
import org.springframework.boot.actuate.health.ReactiveHealthContributor;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The contributors of a reactive registry as they are shown: indicators by what they said last, composites by their members. */
final class ReactiveSnapshotTree {

    private final IndicatorChecks checks;

    ReactiveSnapshotTree(IndicatorChecks checks) {
        this.checks = checks;
    }

    ReactiveHealthContributor shown(String path, ReactiveHealthContributor contributor) {
        if (contributor instanceof ReactiveSnapshotIndicator) {
            return contributor;
        }
        if (contributor instanceof CompositeReactiveHealthContributor composite) {
            return new Composite(this, path, composite);
        }
        if (contributor instanceof ReactiveHealthIndicator indicator && checks.serves(path)) {
            checks.add(
                    this,
                    path,
                    indicator,
                    () -> SnapshotTree.words(indicator.getHealth(true).block()));
            return new Indicator(checks, path);
        }
        return contributor;
    }

    Iterator<NamedContributor<ReactiveHealthContributor>> shownMembers(
            String prefix, NamedContributors<ReactiveHealthContributor> members) {
        Map<String, ReactiveHealthContributor> shown = new LinkedHashMap<>();
        for (NamedContributor<ReactiveHealthContributor> member : members) {
            shown.put(member.getName(), shown(prefix + member.getName(), member.getContributor()));
        }
        forgetWhatIsGone(prefix, members);
        return shown.entrySet().stream()
                .map(entry -> NamedContributor.of(entry.getKey(), entry.getValue()))
                .iterator();
    }

    /** Asks the members again: one may have come since they were looked through. */
    private void forgetWhatIsGone(String prefix, NamedContributors<ReactiveHealthContributor> members) {
        checks.removeIf(this, path -> {
            if (!path.startsWith(prefix)) {
                return false;
            }
            int end = path.indexOf('/', prefix.length());
            return members.getContributor(path.substring(prefix.length(), end < 0 ? path.length() : end)) == null;
        });
    }

    void forget(String name) {
        checks.removeIf(this, path -> path.equals(name) || path.startsWith(name + "/"));
    }

    private record Indicator(IndicatorChecks checks, String path) implements ReactiveHealthIndicator {

        @Override
        public Mono<Health> getHealth(boolean includeDetails) {
            return Mono.fromSupplier(() -> SnapshotTree.shown(read(), includeDetails));
        }

        @Override
        public Mono<Health> health() {
            return Mono.fromSupplier(this::read);
        }

        private @Nullable Health read() {
            return checks.read(path, Health.class, SnapshotTree::ours);
        }
    }

    private record Composite(ReactiveSnapshotTree tree, String path, CompositeReactiveHealthContributor composite)
            implements CompositeReactiveHealthContributor {

        @Override
        public @Nullable ReactiveHealthContributor getContributor(String name) {
            ReactiveHealthContributor member = composite.getContributor(name);
            return member == null ? null : tree.shown(path + "/" + name, member);
        }

        @Override
        public Iterator<NamedContributor<ReactiveHealthContributor>> iterator() {
            return tree.shownMembers(path + "/", composite);
        }
    }
}
