package io.llmdatavault.observability.health.boot3;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;

/** The groups that there are, by their names, and those of ours whose names are free. */
record ProbeGroups(
        HealthEndpointGroups groups,
        HealthEndpointGroup primary,
        Map<String, HealthEndpointGroup> there,
        Map<String, HealthEndpointGroup> added)
        implements HealthEndpointGroups, AdditionalPathsMapper {

    @Override
    public HealthEndpointGroup getPrimary() {
        return primary;
    }

    @Override
    public Set<String> getNames() {
        Set<String> names = new LinkedHashSet<>(groups.getNames());
        names.addAll(added.keySet());
        return names;
    }

    @Override
    public @Nullable HealthEndpointGroup get(String name) {
        HealthEndpointGroup known = there.get(name);
        HealthEndpointGroup group = known != null ? known : groups.get(name);
        return group != null ? group : added.get(name);
    }

    @Override
    public List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace namespace) {
        List<String> paths = new ArrayList<>();
        if (!HealthEndpoint.ID.equals(endpointId)) {
            return paths;
        }
        List<String> theirs = groups instanceof AdditionalPathsMapper mapper
                ? mapper.getAdditionalPaths(endpointId, namespace)
                : null;
        if (theirs != null) {
            paths.addAll(theirs);
        }
        for (HealthEndpointGroup group : added.values()) {
            AdditionalHealthEndpointPath path = group.getAdditionalPath();
            if (path != null && path.hasNamespace(namespace)) {
                paths.add(path.getValue());
            }
        }
        return paths;
    }
}
