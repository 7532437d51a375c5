package io.llmdatavault.observability.health.boot4;

import io.llmdatavault.observability.health.EndpointHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows the last snapshot of one component. */
record SnapshotIndicator(EndpointHealth endpoint, String component) implements HealthIndicator {

    @Override
    public Health health() {
        return Answers.ours(endpoint.answer(component));
    }
}
