package io.llmdatavault.observability.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.llmdatavault.observability.documentation.ConfigurationMetadata.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/** A key that the README, the documentation or the sample uses exists in the configuration metadata. */
class DocumentedKeysTests {

    private static final Path ROOT = Path.of("..");

    private static final Pattern YAML_BLOCK = Pattern.compile("```ya?ml\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern MENTION = Pattern.compile("(?<![\\w.])vault\\.observability(?:\\.[a-z0-9-]+)+");

    /** Keys of the frameworks that a page may show; a page's own example application may show anything else. */
    private static final Pattern CHECKED =
            Pattern.compile("(?:vault\\.observability|management|spring|server|logging)\\..*");

    private static final List<Property> OURS = ConfigurationMetadata.ours();

    private static final List<Property> OTHERS = ConfigurationMetadata.others();

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(
                List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "sample-app/src/main/resources")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(md|yml|yaml)"))
                        .forEach(pages::add);
            }
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void keysExist(Path page) throws IOException {
        String text = Files.readString(page);
        Set<String> keys = new TreeSet<>();
        if (page.toString().endsWith(".md")) {
            Matcher block = YAML_BLOCK.matcher(text);
            while (block.find()) {
                keys.addAll(yamlKeys(block.group(1)));
            }
            Matcher mention = MENTION.matcher(text);
            while (mention.find()) {
                keys.add(mention.group());
            }
        } else {
            keys.addAll(yamlKeys(text));
        }
        assertThat(keys.stream().filter(key -> CHECKED.matcher(key).matches()))
                .as("keys in " + page)
                .allMatch(DocumentedKeysTests::isKnown);
    }

    private static boolean isKnown(String key) {
        // Elements of a list have an index; a class name in brackets is one element of the key.
        String plain = key.replaceAll("\\[\\d+]", "");
        return Stream.concat(OURS.stream(), OTHERS.stream())
                .anyMatch(property -> plain.equals(property.name())
                        || property.name().startsWith(plain + ".") && plain.startsWith("vault.")
                        || property.isMap() && isBelowMap(plain, property));
    }

    private static boolean isBelowMap(String key, Property map) {
        if (!key.startsWith(map.name() + ".") && !key.startsWith(map.name() + "[")) {
            return false;
        }
        String ofValues = map.name() + ".<name>.";
        List<Property> values = OURS.stream()
                .filter(property -> property.name().startsWith(ofValues))
                .toList();
        return values.isEmpty()
                || values.stream().anyMatch(value -> {
                    String member = "." + value.name().substring(ofValues.length());
                    return key.endsWith(member) || (value.isMap() && key.contains(member + "."));
                });
    }

    private static Set<String> yamlKeys(String yaml) throws IOException {
        Set<String> keys = new TreeSet<>();
        ByteArrayResource resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
        for (PropertySource<?> source : new YamlPropertySourceLoader().load("page", resource)) {
            for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                keys.add(name.matches(".*[A-Z_].*") && !name.contains("[") ? name.toLowerCase(Locale.ROOT) : name);
            }
        }
        return keys;
    }
}
