package io.llmdatavault.observability.health.boot3;

import io.llmdatavault.observability.health.EndpointHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Shows the last snapshot of one component. */
record SnapshotIndicator(EndpointHealth endpoint, String component) implements HealthIndicator {

    @Override
    public Health health() {
        return Answers.ours(endpoint.answer(component));
    }
}
