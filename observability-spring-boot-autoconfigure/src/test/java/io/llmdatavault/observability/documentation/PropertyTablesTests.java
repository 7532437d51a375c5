package io.llmdatavault.observability.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmdatavault.observability.documentation.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders {@code docs/properties.md} from the configuration metadata and fails when the committed file differs. With
 * {@code -Ddocs.update=true} it writes the file instead.
 */
class PropertyTablesTests {

    private static final Path FILE = Path.of("../docs/properties.md");

    private static final String PREFIX = "vault.observability.";

    @Test
    void committedTablesEqualTheMetadata() throws IOException {
        String rendered = render(ConfigurationMetadata.ours());
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(FILE, rendered);
        }
        assertThat(FILE)
                .as("./mvnw -pl observability-spring-boot-autoconfigure test -Dtest=PropertyTablesTests"
                        + " -Ddocs.update=true writes it")
                .content()
                .isEqualTo(rendered);
    }

    @Test
    void everyKeyIsDescribed() {
        assertThat(ConfigurationMetadata.ours())
                .isNotEmpty()
                .allSatisfy(property ->
                        assertThat(property.description()).as(property.name()).matches("[A-Z].*\\."));
    }

    private static String render(List<Property> properties) {
        Map<String, List<Property>> features = properties.stream()
                .collect(Collectors.groupingBy(PropertyTablesTests::feature, TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("""
                # Properties

                Every key of the starter, rendered from its configuration metadata. Your IDE knows them, too.
                A wrong value or an unknown key ends start-up with an explanation.
                """);
        features.forEach((feature, rows) -> {
            page.append("\n## ")
                    .append(feature.isEmpty() ? "All features" : feature)
                    .append("\n\n");
            page.append("| Key | Type | Default | Description |\n|---|---|---|---|\n");
            rows.forEach(row -> page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            row.name(),
                            type(row.type()),
                            row.defaultValue().isEmpty() ? "" : "`" + row.defaultValue() + "`",
                            row.description().replace("|", "\\|"))));
        });
        return page.toString();
    }

    private static String feature(Property property) {
        String key = property.name().substring(PREFIX.length());
        return key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
    }

    private static String type(String type) {
        if (type.startsWith("io.llmdatavault.")
                && ClassUtils.resolveClassName(type, null).isEnum()) {
            return Stream.of(ClassUtils.resolveClassName(type, null).getEnumConstants())
                    .map(constant -> "`"
                            + ((Enum<?>) constant)
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-') + "`")
                    .collect(Collectors.joining(", "));
        }
        return type.replaceAll("[\\w.]+[.$](\\w+)", "$1")
                .replace("String", "text")
                .replace(",text", ", text");
    }
}
