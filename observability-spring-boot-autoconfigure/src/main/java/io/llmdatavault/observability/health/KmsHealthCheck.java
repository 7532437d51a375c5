package io.llmdatavault.observability.health;

/** The component {@code kms}: whatever the probe says. Not critical: data keys that are already known go on working. */
final class KmsHealthCheck implements HealthChecks.Shipped {

    static final String NAME = "kms";

    private final KmsProbe probe;

    KmsHealthCheck(KmsProbe probe) {
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

    @Override
    public boolean critical() {
        return false;
    }
}
