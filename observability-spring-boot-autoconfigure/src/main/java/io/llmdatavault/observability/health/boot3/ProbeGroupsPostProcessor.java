package io.llmdatavault.observability.health.boot3;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.llmdatavault.observability.health.EndpointHealth;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.actuate.health.StatusAggregator;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Adds the groups readiness and startup before Spring Boot adds its own: Boot keeps a group that is there, and gives it its
 * path on the main port. In the application's own groups a degraded component does not vanish.
 */
final class ProbeGroupsPostProcessor implements HealthEndpointGroupsPostProcessor, Ordered {

    private final ObjectProvider<EndpointHealth> health;

    private final Environment environment;

    ProbeGroupsPostProcessor(ObjectProvider<EndpointHealth> health, Environment environment) {
        this.health = health;
        this.environment = environment;
    }

    /** Just before Boot's, which is the last. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 1;
    }

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        Map<String, HealthEndpointGroup> there = new LinkedHashMap<>();
        for (String name : groups.getNames()) {
            HealthEndpointGroup group = groups.get(name);
            if (group != null) {
                there.put(name, ApplicationGroup.of(name, group, health));
            }
        }
        Map<String, HealthEndpointGroup> added = new LinkedHashMap<>();
        if (EndpointHealth.hasProbes(environment)) {
            added.putAll(probes());
            added.keySet().removeAll(there.keySet());
        }
        return new ProbeGroups(groups, ApplicationGroup.of("/", groups.getPrimary(), health), there, added);
    }

    private Map<String, HealthEndpointGroup> probes() {
        // Not the application's order: a status that it leaves out would be no reason to stop the traffic.
        StatusAggregator aggregator = statuses -> statuses.stream()
                .min(Comparator.comparingInt(status -> EndpointHealth.probeRank(status.getCode())))
                .orElse(Status.UNKNOWN);
        // Asked when a group is, not now: the checks may need beans that need these groups.
        Predicate<String> members = name -> health.getObject().isReadinessMember(name);
        Map<String, HealthEndpointGroup> probes = new LinkedHashMap<>();
        probes.put(EndpointHealth.READINESS, new ProbeGroup(members, aggregator, null));
        probes.put(
                EndpointHealth.STARTUP,
                new ProbeGroup(members, new StartupAggregator(health, aggregator), startupPath()));
        return probes;
    }

    private @Nullable AdditionalHealthEndpointPath startupPath() {
        return EndpointHealth.hasAdditionalPaths(environment)
                ? AdditionalHealthEndpointPath.of(WebServerNamespace.SERVER, "/startupz")
                : null;
    }

    /** Down until every component has been checked. */
    private record StartupAggregator(ObjectProvider<EndpointHealth> health, StatusAggregator aggregator)
            implements StatusAggregator {

        @Override
        public Status getAggregateStatus(Set<Status> statuses) {
            return health.getObject().isStarted() ? aggregator.getAggregateStatus(statuses) : Status.DOWN;
        }
    }
}
