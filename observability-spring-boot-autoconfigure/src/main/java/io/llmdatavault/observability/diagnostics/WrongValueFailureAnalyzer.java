package io.llmdatavault.observability.diagnostics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Explains a value of this starter's keys that is of the wrong type, or stands where other keys belong. Boot's own
 * analysis names key and value, too, but not what to write instead.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class WrongValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private final @Nullable Environment environment;

    /** Boot passes {@code null} when the start-up fails before there is a context. */
    WrongValueFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = property(cause);
        if (property == null
                || !UnknownKeyFailureAnalyzer.OURS.isAncestorOf(property.getName())
                || ErrorChain.find(cause, ConfigurationError.class) != null) {
            return null;
        }
        if (isGroup(cause) && property.getName().equals(cause.getName())) {
            return analyzeGroup(property, cause);
        }
        Class<?> expected = expectedType(cause);
        String name = property.getName().toString();
        String description = "The key " + name
                + ShownValue.of(environment, name, property.getValue(), property.getOrigin())
                + " is not " + describe(expected) + ".";
        return new FailureAnalysis(description, "Set " + name + " to " + describe(expected) + ".", cause);
    }

    /** The binder forgets the value of a key once it has looked for keys below it. */
    private @Nullable ConfigurationProperty property(BindException cause) {
        if (environment == null || !isGroup(cause)) {
            return cause.getProperty();
        }
        ConfigurationPropertyName name = cause.getName();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return cause.getProperty();
    }

    /** Whether other keys belong below the key, and nothing makes a text into all of them. */
    private static boolean isGroup(BindException cause) {
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        return (type.isRecord() || Map.class.isAssignableFrom(type))
                && ErrorChain.find(cause, ConverterNotFoundException.class) != null;
    }

    private FailureAnalysis analyzeGroup(ConfigurationProperty property, BindException cause) {
        String name = property.getName().toString();
        boolean empty = String.valueOf(property.getValue()).isBlank();
        String description = "The key " + name
                + ShownValue.of(environment, name, property.getValue(), property.getOrigin())
                + (empty ? " is empty: nothing is written below it." : " takes no value: other keys belong below it.");
        String keys = UnknownKeyFailureAnalyzer.keysOf(cause.getTarget().getType());
        String remedy = "Write what belongs below it, or remove it."
                + (keys.isEmpty() ? "" : " The keys below %s are: %s.".formatted(name, keys));
        return new FailureAnalysis(description, remedy, cause);
    }

    private static Class<?> expectedType(BindException cause) {
        ConversionFailedException failed = ErrorChain.find(cause, ConversionFailedException.class);
        if (failed != null) {
            return failed.getTargetType().getType();
        }
        ConverterNotFoundException notFound = ErrorChain.find(cause, ConverterNotFoundException.class);
        return notFound != null
                ? notFound.getTargetType().getType()
                : cause.getTarget().getType().resolve(Object.class);
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant ->
                            ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", type.getEnumConstants().length == 1 ? "" : "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number such as 0.25";
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 10s or 5m";
        }
        if (type == DataSize.class) {
            return "a size such as 512KB, 10MB or 1GB";
        }
        return "a value of type " + type.getSimpleName();
    }
}
