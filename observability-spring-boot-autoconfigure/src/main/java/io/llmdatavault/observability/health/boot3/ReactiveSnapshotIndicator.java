package io.llmdatavault.observability.health.boot3;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Shows the last snapshot of one component to a reactive application, on its own thread. */
record ReactiveSnapshotIndicator(SnapshotIndicator indicator) implements ReactiveHealthIndicator {

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(indicator::health);
    }
}
