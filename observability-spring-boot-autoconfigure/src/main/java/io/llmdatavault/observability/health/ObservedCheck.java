package io.llmdatavault.observability.health;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Makes a span of each run of a check. Reading a snapshot makes none. Handlers of observations that throw make no component
 * unhealthy.
 */
final class ObservedCheck implements HealthCheck {

    static final String NAME = "vault.component.check";

    private final WarnOnce warning =
            new WarnOnce(LoggerFactory.getLogger(HealthMonitor.class), "A health check could not be observed");

    private final HealthCheck observed;

    private final String component;

    private final Supplier<@Nullable ObservationRegistry> registry;

    ObservedCheck(HealthCheck observed, String component, Supplier<@Nullable ObservationRegistry> registry) {
        this.observed = observed;
        this.component = component;
        this.registry = registry;
    }

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
        Observation observation = start();
        Observation.Scope[] scope = new Observation.Scope[1];
        guarded(observation, started -> scope[0] = started.openScope());
        try {
            ComponentHealth health = observed.check();
            if (health != null) {
                guarded(observation, started -> {
                    started.lowCardinalityKeyValue("state", state(health.state()));
                    health.cause().ifPresent(started::error);
                });
            }
            return health;
        } catch (Throwable ex) {
            guarded(observation, started -> started.error(ex));
            throw ex;
        } finally {
            guarded(observation, started -> {
                if (scope[0] != null) {
                    scope[0].close();
                }
            });
            guarded(observation, Observation::stop);
        }
    }

    private Observation start() {
        Observation[] observation = {Observation.NOOP};
        guarded(Observation.NOOP, none -> {
            ObservationRegistry observations = registry.get();
            if (observations != null && !observations.isNoop()) {
                observation[0] = Observation.createNotStarted(NAME, observations)
                        .contextualName("check " + component)
                        .lowCardinalityKeyValue("component", component)
                        .lowCardinalityKeyValue("state", state(HealthState.UNHEALTHY))
                        .start();
            }
        });
        return observation[0];
    }

    private void guarded(Observation observation, Consumer<Observation> step) {
        try {
            step.accept(observation);
        } catch (RuntimeException | LinkageError ex) {
            warning.warn(ex);
        }
    }

    private static String state(HealthState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
