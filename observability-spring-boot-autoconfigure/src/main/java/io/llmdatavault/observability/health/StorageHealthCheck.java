package io.llmdatavault.observability.health;

/** A component {@code storage}: whatever the probe says. */
record StorageHealthCheck(String name, StorageProbe probe) implements HealthChecks.Shipped {

    static final String KIND = "storage";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ComponentHealth check() throws Exception {
        return probe.probe();
    }

    @Override
    public boolean critical() {
        return true;
    }
}
