package io.llmdatavault.observability.health.boot3;

import java.util.Iterator;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import io.llmdatavault.observability.health.indicator.ContributorTypes;
import io.llmdatavault.observability.health.indicator.Members;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.availability.AvailabilityStateHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.PingHealthIndicator;

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
        return contributor instanceof CompositeHealthContributor composite ? new BootMembers<>(composite) : null;
    }

    @Override
    public @Nullable Callable<@Nullable Words> question(HealthContributor contributor) {
        return contributor instanceof HealthIndicator indicator ? () -> Answers.words(indicator.getHealth(true)) : null;
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
        public @Nullable Health getHealth(boolean includeDetails) {
            return Answers.read(checks, path, includeDetails);
        }

        @Override
        public @Nullable Health health() {
            return getHealth(true);
        }
    }

    private record Composite(Members<HealthContributor> members) implements CompositeHealthContributor {

        @Override
        public @Nullable HealthContributor getContributor(String name) {
            return members.find(name);
        }

        @Override
        public Iterator<NamedContributor<HealthContributor>> iterator() {
            return BootMembers.iterator(members);
        }
    }
}
