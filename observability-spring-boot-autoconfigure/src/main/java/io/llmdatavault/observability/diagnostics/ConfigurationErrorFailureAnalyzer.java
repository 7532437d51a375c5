package io.llmdatavault.observability.diagnostics;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a {@link ConfigurationError} that ended the start-up, whoever threw it: this starter's properties or the
 * application's own code.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationErrorFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationError> {

    private static final Pattern PREDICATE = Pattern.compile("(is|must|has|names|differs|asks|uses) ");

    /** More than anybody reads. */
    private static final int MOST_VALUES = 100;

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
        String description = subject(key) + " is refused: " + sentence(cause) + place(key, rootFailure) + values(cause);
        return new FailureAnalysis(description, remedy, cause);
    }

    /** Of an error that is made of many: which values their keys have, and where these are written. */
    private String values(ConfigurationError error) {
        List<String> values = Stream.of(error.getSuppressed())
                .filter(ConfigurationError.class::isInstance)
                .map(one -> ((ConfigurationError) one).configKey())
                .distinct()
                .filter(key -> find(key) != null && !isHiddenByList(key))
                .map(key -> key + ShownValue.of(environment, key, find(key), origin(key)))
                .limit(MOST_VALUES)
                .toList();
        return values.isEmpty() ? "" : "\nWhere they are written:\n\n" + String.join("\n", values) + "\n";
    }

    private String subject(String key) {
        if (isBean(key)) {
            return "The " + key;
        }
        if (isMethod(key)) {
            return "The method " + key;
        }
        return isHiddenByList(key)
                ? "The key " + key
                : "The key " + key + ShownValue.of(environment, key, find(key), origin(key));
    }

    /** Many messages go on after the key. */
    private static String sentence(ConfigurationError error) {
        String message = String.valueOf(error.getMessage());
        return PREDICATE.matcher(message).lookingAt() ? "it " + message : message;
    }

    /** What is built in code has no key that can be searched for: the bean that was being made tells where to look. */
    private String place(String key, Throwable rootFailure) {
        String bean = isMethod(key) || isBean(key) || find(key) != null ? null : beanName(rootFailure);
        return bean == null ? "" : " (while the bean " + bean + " was made)";
    }

    /** Only a bean of the application's: ours are made from keys. */
    private static @Nullable String beanName(Throwable failure) {
        String name = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BeanCreationException creation
                    && creation.getBeanName() != null
                    && !creation.getBeanName().startsWith("vault")) {
                name = creation.getBeanName();
            }
        }
        return name;
    }

    /** What annotations ask for is refused with the method that carries them. */
    private static boolean isMethod(String key) {
        return key.endsWith(")");
    }

    /** What a bean says of itself is refused with its name. */
    private static boolean isBean(String key) {
        return key.startsWith("bean '");
    }

    /** Whether a list takes the place of a value that has the key itself. */
    private boolean isHiddenByList(String key) {
        if (environment != null && ConfigurationPropertyName.isValid(key)) {
            ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
            for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
                if (source.getConfigurationProperty(name) != null) {
                    return false;
                }
                if (source.getConfigurationProperty(name.append("[0]")) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Origin origin(String key) {
        if (environment == null || !ConfigurationPropertyName.isValid(key)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property.getOrigin();
            }
        }
        return null;
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
