package io.llmdatavault.observability.diagnostics;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a {@link ConfigurationError} that ended the start-up, whoever threw it: this starter's properties or the
 * application's own code.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationErrorFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationError> {

    private static final String PREFIX = "vault.observability.";

    private final @Nullable Environment environment;

    /** Boot passes {@code null} when the start-up fails before there is a context. */
    ConfigurationErrorFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationError cause) {
        String key = cause.configKey();
        String remedy = cause.detail()
                .or(() -> cause.expectedType().map(expected -> "Set " + key + " to " + expected + "."))
                .orElse("Correct the value of " + key + ".");
        String description = subject(key) + " is refused: " + cause.getMessage() + place(key, rootFailure);
        return new FailureAnalysis(description, remedy, cause);
    }

    private String subject(String key) {
        return isMethod(key)
                ? "The method " + key
                : "The key " + key + ShownValue.of(environment, key, find(key), null);
    }

    /** What is built in code has no key that can be searched for: the bean that was being made tells where to look. */
    private String place(String key, Throwable rootFailure) {
        boolean isFound = isMethod(key) || key.startsWith(PREFIX) || find(key) != null;
        String bean = isFound ? null : beanName(rootFailure);
        return bean == null ? "" : " (while the bean " + bean + " was made)";
    }

    private static @Nullable String beanName(Throwable failure) {
        String name = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BeanCreationException creation && creation.getBeanName() != null) {
                name = creation.getBeanName();
            }
        }
        return name;
    }

    /** What annotations ask for is refused with the method that carries them. */
    private static boolean isMethod(String key) {
        return key.endsWith(")");
    }

    /** The key may be no plain one, as one with a class name in it. */
    private @Nullable String find(String key) {
        try {
            return environment != null ? environment.getProperty(key) : null;
        } catch (RuntimeException ex) {
            return null;
        }
    }
}
