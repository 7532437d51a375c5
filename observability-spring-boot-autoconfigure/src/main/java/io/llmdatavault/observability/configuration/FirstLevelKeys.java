package io.llmdatavault.observability.configuration;

import java.util.Set;
import java.util.TreeSet;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Refuses a key whose feature does not exist. The properties of each feature refuse unknown keys of their own; a slip in
 * the name of the feature would otherwise be no key of anybody's. Environment variables and system properties are not
 * looked at: there, others may have names below ours.
 */
final class FirstLevelKeys {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("vault.observability");

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "alerts",
            "context-propagation",
            "enabled",
            "environment",
            "errors",
            "health",
            "logging",
            "metrics",
            "problem",
            "rate-limit",
            "request-id",
            "retry",
            "service-name",
            "service-version",
            "tracing"));

    private static final UnboundElementsSourceFilter SOURCES = new UnboundElementsSourceFilter();

    private FirstLevelKeys() {}

    static void check(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable && SOURCES.apply(source)) {
                iterable.stream().filter(PREFIX::isAncestorOf).forEach(FirstLevelKeys::check);
            }
        }
    }

    private static void check(ConfigurationPropertyName name) {
        String element = name.getElement(PREFIX.getNumberOfElements(), Form.UNIFORM);
        if (KNOWN.stream().noneMatch(known -> known.replace("-", "").equals(element))) {
            throw ConfigurationError.builder(name.toString(), "there is no such key")
                    .detail("Correct or remove it. The keys below %s start with: %s."
                            .formatted(PREFIX, String.join(", ", KNOWN)))
                    .build();
        }
    }
}
