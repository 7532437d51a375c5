package io.llmdatavault.observability.diagnostics;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a key below {@code vault.observability} that no property knows: a slip of the pen, or a class name that
 * lacks its brackets.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("vault.observability");

    private static final ConfigurationPropertyName EXCEPTIONS = OURS.append("problem.exceptions");

    private final @Nullable Environment environment;

    /** Boot passes {@code null} when the start-up fails before there is a context. */
    UnknownKeyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        UnboundConfigurationPropertiesException unbound =
                ErrorChain.find(cause, UnboundConfigurationPropertiesException.class);
        if (unbound == null || !OURS.isAncestorOf(cause.getName())) {
            return null;
        }
        List<ConfigurationProperty> properties = List.copyOf(unbound.getUnboundProperties());
        String description = properties.stream()
                .map(property -> "The key " + property.getName()
                        + ShownValue.of(
                                environment, property.getName().toString(), property.getValue(), property.getOrigin())
                        + (isEmpty(property) ? " is unknown, or needs a value." : " is unknown."))
                .collect(Collectors.joining(System.lineSeparator()));
        String remedy = properties.stream()
                .map(property -> remedy(property.getName(), cause))
                .distinct()
                .collect(Collectors.joining(System.lineSeparator()));
        return new FailureAnalysis(description, remedy, cause);
    }

    /** The binder takes an empty text for no value, and then nobody has asked for the key. */
    private static boolean isEmpty(ConfigurationProperty property) {
        return String.valueOf(property.getValue()).isBlank();
    }

    private static String remedy(ConfigurationPropertyName name, BindException cause) {
        if (EXCEPTIONS.isAncestorOf(name) && name.getNumberOfElements() > EXCEPTIONS.getNumberOfElements() + 2) {
            return "A class name that is part of a key needs brackets. Write " + bracketed(name) + " instead.";
        }
        ConfigurationPropertyName prefix = cause.getName();
        ResolvableType type = cause.getTarget().getType();
        for (int i = prefix.getNumberOfElements(); i < name.getNumberOfElements() - 1; i++) {
            ResolvableType nested = nestedType(type, name.getElement(i, Form.UNIFORM));
            if (nested == null) {
                break;
            }
            prefix = prefix.append(name.getElement(i, Form.DASHED));
            type = nested;
        }
        return "Correct or remove it. The keys below %s are: %s.".formatted(prefix, keysOf(type));
    }

    private static @Nullable ResolvableType nestedType(ResolvableType type, String element) {
        if (Map.class.isAssignableFrom(type.resolve(Object.class))) {
            return type.asMap().getGeneric(1);
        }
        return components(type).entrySet().stream()
                .filter(component -> uniform(component.getKey()).equals(element))
                .map(component -> ResolvableType.forType(component.getValue().getGenericType()))
                .findFirst()
                .orElse(null);
    }

    private static String uniform(String key) {
        return ConfigurationPropertyName.adapt(key, '.').getElement(0, Form.UNIFORM);
    }

    /** Of a record; a map has any. */
    static String keysOf(ResolvableType type) {
        return String.join(", ", components(type).keySet());
    }

    /** By key, sorted. The name that the binder is told to use hangs on the parameter of the constructor. */
    private static Map<String, RecordComponent> components(ResolvableType type) {
        Map<String, RecordComponent> byKey = new TreeMap<>();
        Class<?> record = type.resolve(Object.class);
        RecordComponent[] components = record.getRecordComponents();
        if (components != null) {
            Parameter[] parameters = parameters(record, components);
            for (int i = 0; i < components.length; i++) {
                Name name = i < parameters.length ? parameters[i].getAnnotation(Name.class) : null;
                byKey.put(
                        name != null ? name.value() : DataObjectPropertyName.toDashedForm(components[i].getName()),
                        components[i]);
            }
        }
        return byKey;
    }

    private static Parameter[] parameters(Class<?> record, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Arrays.stream(record.getDeclaredConstructors())
                .filter(constructor -> Arrays.equals(constructor.getParameterTypes(), types))
                .findFirst()
                .map(Executable::getParameters)
                .orElse(new Parameter[0]);
    }

    private static String bracketed(ConfigurationPropertyName name) {
        int first = EXCEPTIONS.getNumberOfElements();
        int last = name.getNumberOfElements() - 1;
        StringBuilder className = new StringBuilder();
        for (int i = first; i < last; i++) {
            className.append(i == first ? "" : ".").append(name.getElement(i, Form.ORIGINAL));
        }
        return "%s.\"[%s]\".%s".formatted(EXCEPTIONS, className, name.getElement(last, Form.ORIGINAL));
    }
}
