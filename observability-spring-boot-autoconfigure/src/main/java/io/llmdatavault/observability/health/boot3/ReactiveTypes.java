package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import io.llmdatavault.observability.health.indicator.ContributorTypes;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeReactiveHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributor;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The contributors of the reactive registry. */
record ReactiveTypes() implements ContributorTypes<ReactiveHealthContributor> {

    @Override
    public boolean isSnapshot(ReactiveHealthContributor contributor) {
        return contributor instanceof ReactiveSnapshotIndicator;
    }

    /** An adapter hides it; the other registry knows. */
    @Override
    public boolean answersAtOnce(ReactiveHealthContributor contributor) {
        return false;
    }

    @Override
    public @Nullable Members<ReactiveHealthContributor> members(ReactiveHealthContributor contributor) {
        return contributor instanceof CompositeReactiveHealthContributor composite
                ? new BootMembers<>(composite)
                : null;
    }

    @Override
    public @Nullable Callable<@Nullable Words> question(ReactiveHealthContributor contributor) {
        return contributor instanceof ReactiveHealthIndicator indicator
                ? () -> Answers.words(indicator.getHealth(true).block())
                : null;
    }

    @Override
    public ReactiveHealthContributor indicator(IndicatorChecks checks, String path) {
        return new Indicator(checks, path);
    }

    @Override
    public ReactiveHealthContributor composite(Members<ReactiveHealthContributor> members) {
        return new Composite(members);
    }

    private record Indicator(IndicatorChecks checks, String path) implements ReactiveHealthIndicator {

        @Override
        public Mono<Health> getHealth(boolean includeDetails) {
            return Mono.fromSupplier(() -> Answers.read(checks, path, includeDetails));
        }

        @Override
        public Mono<Health> health() {
            return getHealth(true);
        }
    }

    private record Composite(Members<ReactiveHealthContributor> members) implements CompositeReactiveHealthContributor {

        @Override
        public @Nullable ReactiveHealthContributor getContributor(String name) {
            return members.find(name);
        }

        @Override
        public Iterator<NamedContributor<ReactiveHealthContributor>> iterator() {
            return BootMembers.iterator(members);
        }
    }
}
