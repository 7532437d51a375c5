package io.llmdatavault.observability.health.boot4;

import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import io.llmdatavault.observability.health.indicator.ContributorTypes;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The contributors of the reactive registry. */
record ReactiveTypes() implements ContributorTypes<ReactiveHealthContributor> {

    /** In this line components are in the other registry only. */
    @Override
    public boolean isSnapshot(ReactiveHealthContributor contributor) {
        return false;
    }

    /** What does is in the other registry. */
    @Override
    public boolean answersAtOnce(ReactiveHealthContributor contributor) {
        return false;
    }

    @Override
    public @Nullable Members<ReactiveHealthContributor> members(ReactiveHealthContributor contributor) {
        return contributor instanceof CompositeReactiveHealthContributor composite
                ? new ReactiveMembers(composite)
                : null;
    }

    @Override
    public @Nullable Callable<@Nullable Words> question(ReactiveHealthContributor contributor) {
        return contributor instanceof ReactiveHealthIndicator indicator
                ? () -> Answers.words(indicator.health(true).block())
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
        public Mono<Health> health(boolean includeDetails) {
            return Mono.fromSupplier(() -> Answers.read(checks, path, includeDetails));
        }

        @Override
        public Mono<Health> health() {
            return health(true);
        }
    }

    private record Composite(Members<ReactiveHealthContributor> members) implements CompositeReactiveHealthContributor {

        @Override
        public @Nullable ReactiveHealthContributor getContributor(String name) {
            return members.find(name);
        }

        @Override
        public Stream<ReactiveHealthContributors.Entry> stream() {
            return ReactiveMembers.stream(members);
        }
    }
}
