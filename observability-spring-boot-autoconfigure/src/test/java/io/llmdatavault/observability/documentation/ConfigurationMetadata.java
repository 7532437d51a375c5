package io.llmdatavault.observability.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.ClassUtils;

/** The configuration metadata on the class path; maps of this starter are expanded through their value records. */
final class ConfigurationMetadata {

    private static final String LOCATION = "META-INF/spring-configuration-metadata.json";

    private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,\\s*([\\w.$]+)>");

    private static final Path SOURCES = Path.of("src/main/java");

    private ConfigurationMetadata() {}

    record Property(String name, String type, String defaultValue, String description) {

        boolean isMap() {
            return type.startsWith("java.util.Map<");
        }
    }

    /** The properties of this starter, sorted by name. */
    static List<Property> ours() {
        return read(Path.of("target/classes", LOCATION)).stream()
                .flatMap(ConfigurationMetadata::expand)
                .sorted(Comparator.comparing(Property::name))
                .toList();
    }

    /** The properties of everything else on the class path. */
    static List<Property> others() {
        try {
            List<Property> properties = new ArrayList<>();
            for (String suffix : List.of("spring-", "additional-spring-")) {
                String location = "META-INF/" + suffix + "configuration-metadata.json";
                for (URL url : Collections.list(
                        ConfigurationMetadata.class.getClassLoader().getResources(location))) {
                    try (InputStream metadata = url.openStream()) {
                        properties.addAll(read(new ObjectMapper().readTree(metadata)));
                    }
                }
            }
            return properties;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<Property> read(Path file) {
        try {
            return read(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<Property> read(JsonNode metadata) {
        List<Property> properties = new ArrayList<>();
        for (JsonNode property : metadata.path("properties")) {
            properties.add(new Property(
                    property.get("name").asText(),
                    property.path("type").asText(),
                    defaultValue(property.path("defaultValue")),
                    property.path("description").asText()));
        }
        return properties;
    }

    private static String defaultValue(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(element.asText()));
        return String.join(", ", elements);
    }

    private static Stream<Property> expand(Property property) {
        Matcher map = MAP.matcher(property.type());
        if (!map.matches() || !map.group(1).startsWith("io.llmdatavault.")) {
            return Stream.of(property);
        }
        Class<?> value = ClassUtils.resolveClassName(map.group(1), null);
        return Stream.concat(Stream.of(property), expand(property.name() + ".<name>", value));
    }

    private static Stream<Property> expand(String prefix, Class<?> value) {
        return Stream.of(value.getRecordComponents()).flatMap(component -> {
            Parameter parameter = parameter(value, component);
            Name name = parameter.getAnnotation(Name.class);
            String key = prefix + "."
                    + (name != null ? name.value() : DataObjectPropertyName.toDashedForm(component.getName()));
            return component.getType().isRecord()
                    ? expand(key, component.getType())
                    : Stream.of(property(key, value, component, parameter));
        });
    }

    private static Parameter parameter(Class<?> value, RecordComponent component) {
        return Stream.of(value.getDeclaredConstructors())
                .flatMap(constructor -> Stream.of(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static Property property(String key, Class<?> value, RecordComponent component, Parameter parameter) {
        DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
        return new Property(
                key,
                component.getGenericType().getTypeName(),
                defaultValue == null ? "" : String.join(", ", defaultValue.value()),
                documentation(value, component.getName()));
    }

    /** Metadata does not describe the values of maps; the sources do. */
    private static String documentation(Class<?> record, String component) {
        String file = record.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        try {
            String source = Files.readString(SOURCES.resolve(file));
            Matcher javadoc = Pattern.compile(
                            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public |static )*record "
                                    + record.getSimpleName() + "\\(",
                            Pattern.DOTALL)
                    .matcher(source);
            if (!javadoc.find()) {
                return "";
            }
            Matcher parameter = Pattern.compile("@param " + component + "\\s+((?:(?!@).)*)", Pattern.DOTALL)
                    .matcher(javadoc.group(1));
            return parameter.find()
                    ? parameter.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip()
                    : "";
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
