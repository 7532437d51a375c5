package io.llmdatavault.observability.health.boot3;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HttpCodeStatusMapper;
import org.springframework.boot.actuate.health.StatusAggregator;

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
        return HttpCodeStatusMapper.DEFAULT;
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
        return additionalPath;
    }
}
