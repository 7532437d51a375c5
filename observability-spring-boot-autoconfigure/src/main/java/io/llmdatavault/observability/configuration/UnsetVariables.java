package io.llmdatavault.observability.configuration;

import java.util.HashSet;
import java.util.Set;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Refuses a value that names a variable which is not set. A condition would end in a stack trace, and binding would take the
 * placeholder itself for the value: a PIN that costs the token a try. Keys of a feature that is switched off are left alone.
 */
final class UnsetVariables {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("vault.observability");

    private UnsetVariables() {}

    static void check(Environment environment) {
        Set<ConfigurationPropertyName> seen = new HashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                // Of several values of a key the first counts.
                iterable.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(seen::add)
                        .forEach(name -> check(name, source, environment));
            }
        }
    }

    private static void check(
            ConfigurationPropertyName name, ConfigurationPropertySource source, Environment environment) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property == null || !(property.getValue() instanceof CharSequence text)) {
            return;
        }
        try {
            environment.resolveRequiredPlaceholders(text.toString());
        } catch (PlaceholderResolutionException ex) {
            if (isOn(name, environment)) {
                throw refused(name, ex.getPlaceholder(), environment);
            }
        }
    }

    private static boolean isOn(ConfigurationPropertyName name, Environment environment) {
        int prefix = PREFIX.getNumberOfElements();
        for (int size = prefix + 1; size < name.getNumberOfElements(); size++) {
            String feature = name.chop(size).subName(prefix).toString();
            if (!FeatureSwitch.isOn(environment, feature)) {
                return false;
            }
        }
        return true;
    }

    /** Neither value nor cause: a default that does not resolve may be a secret. */
    private static ConfigurationError refused(
            ConfigurationPropertyName name, String variable, Environment environment) {
        if (environment.containsProperty(variable)) {
            return ConfigurationError.builder(
                            name.toString(), "names the variable %s, which leads back to itself".formatted(variable))
                    .detail("Set %s to a value that does not name it.".formatted(variable))
                    .build();
        }
        return ConfigurationError.builder(
                        name.toString(), "names the variable %s, which is not set".formatted(variable))
                .detail("Set %1$s, or give it a default: ${%1$s:…}".formatted(variable))
                .build();
    }
}
