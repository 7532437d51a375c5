package io.llmdatavault.observability.health.boot4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.IndicatorChecks;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The contributors of a reactive registry as they are shown: indicators by what they said last, composites by their members. */
final class ReactiveSnapshotTree {

    private final IndicatorChecks checks;

    ReactiveSnapshotTree(IndicatorChecks checks) {
        this.checks = checks;
    }

    ReactiveHealthContributor shown(String path, ReactiveHealthContributor contributor) {
        if (contributor instanceof CompositeReactiveHealthContributor composite) {
            return new Composite(this, path, composite);
        }
        if (contributor instanceof ReactiveHealthIndicator indicator && checks.serves(path)) {
            checks.add(
                    this,
                    path,
                    indicator,
                    () -> SnapshotTree.words(indicator.health(true).block()));
            return new Indicator(checks, path);
        }
        return contributor;
    }

    Stream<ReactiveHealthContributors.Entry> shownMembers(String prefix, ReactiveHealthContributors members) {
        Map<String, ReactiveHealthContributor> shown = new LinkedHashMap<>();
        for (ReactiveHealthContributors.Entry member : members) {
            shown.put(member.name(), shown(prefix + member.name(), member.contributor()));
        }
        forgetWhatIsGone(prefix, members);
        return shown.entrySet().stream()
                .map(entry -> new ReactiveHealthContributors.Entry(entry.getKey(), entry.getValue()));
    }

    /** Asks the members again: one may have come since they were looked through. */
    private void forgetWhatIsGone(String prefix, ReactiveHealthContributors members) {
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
        public Mono<Health> health(boolean includeDetails) {
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
        public Stream<ReactiveHealthContributors.Entry> stream() {
            return tree.shownMembers(path + "/", composite);
        }
    }
}
