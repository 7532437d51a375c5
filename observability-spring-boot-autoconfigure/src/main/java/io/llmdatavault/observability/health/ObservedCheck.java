package io.llmdatavault.observability.health;

import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** Makes a span of each run of a check. Reading a snapshot makes none. */
record ObservedCheck(HealthCheck observed, String component, ObservationRegistry registry) implements HealthCheck {

    static final String NAME = "vault.component.check";

    @Override
    public String name() {
        return component;
    }

    @Override
    public boolean critical() {
        return observed.critical();
    }

    @Override
    public ComponentHealth check() throws Exception {
        Observation observation = Observation.createNotStarted(NAME, registry)
                .contextualName("check " + component)
                .lowCardinalityKeyValue("component", component)
                .lowCardinalityKeyValue("state", state(HealthState.UNHEALTHY))
                .start();
        Observation.Scope scope = observation.openScope();
        try {
            ComponentHealth health = observed.check();
            if (health != null) {
                observation.lowCardinalityKeyValue("state", state(health.state()));
                health.cause().ifPresent(observation::error);
            }
            return health;
        } catch (Throwable ex) {
            observation.error(ex);
            throw ex;
        } finally {
            scope.close();
            observation.stop();
        }
    }

    private static String state(HealthState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
