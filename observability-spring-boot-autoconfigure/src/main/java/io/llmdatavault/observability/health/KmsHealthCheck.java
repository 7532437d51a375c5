package io.llmdatavault.observability.health;

/** A component {@code kms}: whatever the probe says. Not critical: data keys that are already known go on working. */
record KmsHealthCheck(String name, KmsProbe probe) implements HealthChecks.Shipped {

    static final String KIND = "kms";

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
        return false;
    }
}
