package io.llmdatavault.observability.logging;

import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.configuration.DefaultProperties;
import io.llmdatavault.observability.configuration.FeatureSwitch;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/** Lays {@code vault.observability.logging.format} on Spring Boot's structured logging, console and file alike. */
final class LoggingDefaults implements DefaultProperties {

    private static final String STRUCTURED_FORMAT = "logging.structured.format.";

    @Override
    public Map<String, Object> contribute(ConfigurableEnvironment environment) {
        // Now and not at the first log line: a wrong value ends start-up while that can still be explained.
        Masker.from(environment);
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (FeatureSwitch.isOn(environment, "logging")
                && LoggingProperties.from(environment).format() == LoggingProperties.Format.JSON
                && JsonSupport.missing() == null) {
            defaults.put(STRUCTURED_FORMAT + "console", JsonSupport.FORMATTER);
            if (StringUtils.hasText(environment.getProperty("logging.file.name"))
                    || StringUtils.hasText(environment.getProperty("logging.file.path"))) {
                defaults.put(STRUCTURED_FORMAT + "file", JsonSupport.FORMATTER);
            }
        }
        return defaults;
    }
}
