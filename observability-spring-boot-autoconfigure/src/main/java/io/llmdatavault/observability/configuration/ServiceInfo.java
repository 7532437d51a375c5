package io.llmdatavault.observability.configuration;

import java.io.IOException;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/**
 * Who the service is, as its logs, traces and errors name it.
 *
 * @param name {@code vault.observability.service-name}, else {@code spring.application.name}, else
 * {@code application}
 * @param environment {@code vault.observability.environment}, else the environment variable {@code ENVIRONMENT}, else
 * {@code unknown}
 * @param version {@code vault.observability.service-version}, else the version in the build information, else
 * {@code null}
 * @since 0.1.0
 */
public record ServiceInfo(
        String name, String environment, @Nullable String version) {

    /**
     * Reads it from the configuration; needs no application context.
     * @param environment where the keys are
     * @return who the service is
     */
    public static ServiceInfo from(Environment environment) {
        return new ServiceInfo(
                firstText(environment, "vault.observability.service-name", "spring.application.name", "application"),
                firstText(environment, "vault.observability.environment", "ENVIRONMENT", "unknown"),
                version(environment));
    }

    private static String firstText(Environment environment, String key, String fallbackKey, String fallback) {
        String value = environment.getProperty(key);
        if (!StringUtils.hasText(value)) {
            value = environment.getProperty(fallbackKey);
        }
        return value != null && StringUtils.hasText(value) ? value : fallback;
    }

    private static @Nullable String version(Environment environment) {
        String configured = environment.getProperty("vault.observability.service-version");
        return StringUtils.hasText(configured) ? configured : versionFromBuildInformation();
    }

    private static @Nullable String versionFromBuildInformation() {
        ClassPathResource buildInformation = new ClassPathResource("META-INF/build-info.properties");
        if (!buildInformation.exists()) {
            return null;
        }
        try {
            Properties properties = PropertiesLoaderUtils.loadProperties(buildInformation);
            return properties.getProperty("build.version");
        } catch (IOException ex) {
            // An unreadable file says as little as a missing one.
            return null;
        }
    }
}
