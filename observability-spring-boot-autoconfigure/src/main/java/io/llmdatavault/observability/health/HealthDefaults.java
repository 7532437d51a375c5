package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.configuration.DefaultProperties;
import io.llmdatavault.observability.configuration.FeatureSwitch;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Teaches Spring Boot's health endpoint the status {@code DEGRADED} and switches its probes on. A status order, not a
 * {@code StatusAggregator} bean: such a bean would take the user's own order away.
 */
final class HealthDefaults implements DefaultProperties {

    private static final String ENDPOINT = "management.endpoint.health.";

    @Override
    public Map<String, Object> contribute(ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (FeatureSwitch.isOn(environment, "health")) {
            defaults.put(ENDPOINT + "status.order", "DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN");
            defaults.put(ENDPOINT + "probes.enabled", "true");
            if (Binder.get(environment)
                    .bind(HealthProperties.PREFIX + "probe-paths", Boolean.class)
                    .orElse(false)) {
                defaults.put(ENDPOINT + "probes.add-additional-paths", "true");
            }
        }
        return defaults;
    }
}
