package io.llmdatavault.observability.configuration;

import java.util.Optional;

import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Reads the switches of this starter from an {@link Environment}, for code that runs before there are conditions.
 *
 * @since 0.1.0
 */
public final class FeatureSwitch {

    private static final String PREFIX = "vault.observability.";

    private FeatureSwitch() {}

    /**
     * Whether a feature is on: neither the main switch nor its own is {@code false}.
     * @param environment where the keys are
     * @param feature the key of the feature below {@code vault.observability}, as in {@code logging.masking}
     * @return {@code true} unless a key says {@code false}
     */
    public static boolean isOn(Environment environment, String feature) {
        return findDisablingKey(environment, feature).isEmpty();
    }

    static Optional<String> findDisablingKey(Environment environment, String feature) {
        String mainKey = PREFIX + "enabled";
        if (isFalse(environment, mainKey)) {
            return Optional.of(mainKey);
        }
        String featureKey = PREFIX + feature + ".enabled";
        return !feature.isEmpty() && isFalse(environment, featureKey) ? Optional.of(featureKey) : Optional.empty();
    }

    private static boolean isFalse(Environment environment, String key) {
        try {
            // Spring's own conversion: off, no and 0 are false, too.
            return Boolean.FALSE.equals(environment.getProperty(key, Boolean.class));
        } catch (ConversionFailedException | PlaceholderResolutionException ex) {
            // The properties of the feature refuse the value and explain it; so do UnsetVariables.
            return false;
        }
    }
}
