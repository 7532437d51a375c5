package io.llmdatavault.observability.health.boot4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.application.AvailabilityStateHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.PingHealthIndicator;

/** The contributors of a registry as they are shown: indicators by what they said last, composites by their members. */
final class SnapshotTree {

    private final IndicatorChecks checks;

    SnapshotTree(IndicatorChecks checks) {
        this.checks = checks;
    }

    HealthContributor shown(String path, HealthContributor contributor) {
        if (contributor instanceof SnapshotIndicator) {
            return contributor;
        }
        if (answersAtOnce(contributor)) {
            checks.leave(path);
            return contributor;
        }
        if (contributor instanceof CompositeHealthContributor composite) {
            return new Composite(this, path, composite);
        }
        if (contributor instanceof HealthIndicator indicator && checks.serves(path)) {
            checks.add(this, path, indicator, () -> words(indicator.health(true)));
            return new Indicator(checks, path);
        }
        return contributor;
    }

    /** Availability decides about restarts: it must not be older than the probe. */
    static boolean answersAtOnce(HealthContributor contributor) {
        return contributor instanceof AvailabilityStateHealthIndicator || contributor instanceof PingHealthIndicator;
    }

    static @Nullable Words words(@Nullable Health health) {
        return health == null ? null : new Words(health.getStatus().getCode(), health);
    }

    static Health ours(EndpointHealth.Answer answer) {
        return Health.status(answer.status()).withDetails(answer.details()).build();
    }

    /** Without its details it is still its own status, with the description. */
    static @Nullable Health shown(@Nullable Health health, boolean details) {
        return health == null || details || health.getDetails().isEmpty()
                ? health
                : Health.status(health.getStatus()).build();
    }

    Stream<HealthContributors.Entry> shownMembers(String prefix, HealthContributors members) {
        Map<String, HealthContributor> shown = new LinkedHashMap<>();
        for (HealthContributors.Entry member : members) {
            shown.put(member.name(), shown(prefix + member.name(), member.contributor()));
        }
        forgetWhatIsGone(prefix, members);
        return shown.entrySet().stream().map(entry -> new HealthContributors.Entry(entry.getKey(), entry.getValue()));
    }

    /** Asks the members again: one may have come since they were looked through. */
    private void forgetWhatIsGone(String prefix, HealthContributors members) {
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

    private record Indicator(IndicatorChecks checks, String path) implements HealthIndicator {

        @Override
        public @Nullable Health health(boolean includeDetails) {
            return shown(health(), includeDetails);
        }

        @Override
        public @Nullable Health health() {
            return checks.read(path, Health.class, SnapshotTree::ours);
        }
    }

    private record Composite(SnapshotTree tree, String path, CompositeHealthContributor composite)
            implements CompositeHealthContributor {

        @Override
        public @Nullable HealthContributor getContributor(String name) {
            HealthContributor member = composite.getContributor(name);
            return member == null ? null : tree.shown(path + "/" + name, member);
        }

        @Override
        public Stream<HealthContributors.Entry> stream() {
            return tree.shownMembers(path + "/", composite);
        }
    }
}
