package io.llmdatavault.observability.health.boot4;

import java.util.LinkedHashSet;
import java.util.Set;

import io.llmdatavault.observability.health.EndpointHealth;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/** A group of the application's whose aggregator does not know {@code DEGRADED}, and would drop what has this status. */
record ApplicationGroup(HealthEndpointGroup group, StatusAggregator aggregator) implements HealthEndpointGroup {

    private static final Status DEGRADED = new Status(EndpointHealth.DEGRADED);

    /** Most groups know it, and stay as they are. */
    static HealthEndpointGroup of(String name, HealthEndpointGroup group, ObjectProvider<EndpointHealth> health) {
        StatusAggregator aggregator = group.getStatusAggregator();
        return EndpointHealth.ignoresDegraded(
                        () -> aggregator.getAggregateStatus(Set.of(DEGRADED)).getCode())
                ? new ApplicationGroup(group, new Aggregator(name, aggregator, health))
                : group;
    }

    @Override
    public boolean isMember(String name) {
        return group.isMember(name);
    }

    @Override
    public boolean showComponents(SecurityContext securityContext) {
        return group.showComponents(securityContext);
    }

    @Override
    public boolean showDetails(SecurityContext securityContext) {
        return group.showDetails(securityContext);
    }

    @Override
    public StatusAggregator getStatusAggregator() {
        return aggregator;
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
        return group.getHttpCodeStatusMapper();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
        return group.getAdditionalPath();
    }

    private record Aggregator(String group, StatusAggregator aggregator, ObjectProvider<EndpointHealth> health)
            implements StatusAggregator {

        @Override
        public Status getAggregateStatus(Set<Status> statuses) {
            if (!statuses.contains(DEGRADED) || !health.getObject().isUpWhenDegraded(group)) {
                return aggregator.getAggregateStatus(statuses);
            }
            Set<Status> known = new LinkedHashSet<>();
            statuses.forEach(status -> known.add(status.equals(DEGRADED) ? Status.UP : status));
            return aggregator.getAggregateStatus(known);
        }
    }
}
