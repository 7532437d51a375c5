package io.llmdatavault.observability.health.boot4;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/** A group for a probe: a status and nothing else, as Spring Boot's own. */
record ProbeGroup(
        Predicate<String> members,
        StatusAggregator aggregator,
        @Nullable AdditionalHealthEndpointPath additionalPath) implements HealthEndpointGroup {

    @Override
    public boolean isMember(String name) {
        return members.test(name);
    }

    @Override
    public boolean showComponents(SecurityContext securityContext) {
        return false;
    }

    @Override
    public boolean showDetails(SecurityContext securityContext) {
        return false;
    }

    @Override
    public StatusAggregator getStatusAggregator() {
        return aggregator;
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
        return HttpCodeStatusMapper.getDefault();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
        return additionalPath;
    }
}
