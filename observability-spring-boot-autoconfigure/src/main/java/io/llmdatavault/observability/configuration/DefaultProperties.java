package io.llmdatavault.observability.configuration;

import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lays defaults of one feature below everything the application configures, before the context exists. Listed in
 * {@code META-INF/spring.factories}; instantiated through its no-argument constructor.
 *
 * <p>This is how the starter configures what Spring Boot already does: as a property of Boot's, in the spelling of
 * every supported Boot line, that any value of the user's overrides.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DefaultProperties {

    /**
     * The defaults to lay. Called once, after configuration files are read and before logging starts.
     * @param environment what the application has configured
     * @return property names and values; names that the application has set itself are dropped by the caller
     */
    Map<String, Object> contribute(ConfigurableEnvironment environment);
}
