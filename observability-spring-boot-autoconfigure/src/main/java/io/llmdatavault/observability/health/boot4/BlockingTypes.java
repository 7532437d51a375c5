package io.llmdatavault.observability.health.boot4;

import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import io.llmdatavault.observability.health.indicator.ContributorTypes;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.application.AvailabilityStateHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.PingHealthIndicator;

/** The contributors of the registry. */
record BlockingTypes() implements ContributorTypes<HealthContributor> {

    @Override
    public boolean isSnapshot(HealthContributor contributor) {
        return contributor instanceof SnapshotIndicator;
    }

    @Override
    public boolean answersAtOnce(HealthContributor contributor) {
        return contributor instanceof AvailabilityStateHealthIndicator || contributor instanceof PingHealthIndicator;
    }

    @Override
    public @Nullable Members<HealthContributor> members(HealthContributor contributor) {
        return contributor instanceof CompositeHealthContributor composite ? new BlockingMembers(composite) : null;
    }

    @Override
    public @Nullable Callable<@Nullable Words> question(HealthContributor contributor) {
        return contributor instanceof HealthIndicator indicator ? () -> Answers.words(indicator.health(true)) : null;
    }

    @Override
    public HealthContributor indicator(IndicatorChecks checks, String path) {
        return new Indicator(checks, path);
    }

    @Override
    public HealthContributor composite(Members<HealthContributor> members) {
        return new Composite(members);
    }

    private record Indicator(IndicatorChecks checks, String path) implements HealthIndicator {

        @Override
        public @Nullable Health health(boolean includeDetails) {
            return Answers.read(checks, path, includeDetails);
        }

        @Override
        public @Nullable Health health() {
            return health(true);
        }
    }

    private record Composite(Members<HealthContributor> members) implements CompositeHealthContributor {

        @Override
        public @Nullable HealthContributor getContributor(String name) {
            return members.find(name);
        }

        @Override
        public Stream<HealthContributors.Entry> stream() {
            return BlockingMembers.stream(members);
        }
    }
}
