package io.llmdatavault.observability.health;

/** The component {@code storage}: whatever the probe says. */
final class StorageHealthCheck implements HealthChecks.Shipped {

    static final String NAME = "storage";

    private final StorageProbe probe;

    StorageHealthCheck(StorageProbe probe) {
        this.probe = probe;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ComponentHealth check() throws Exception {
        return probe.probe();
    }
}
