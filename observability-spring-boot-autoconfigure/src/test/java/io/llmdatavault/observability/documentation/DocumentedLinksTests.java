package io.llmdatavault.observability.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A relative link in the documentation leads somewhere, down to the heading, or to the test that it names. */
class DocumentedLinksTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");

    private static final Pattern TEST_LINK = Pattern.compile("\\[(\\w+)#(\\w+)]\\(([^)]+)\\)");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").map(ROOT::resolve),
                    docs.filter(file -> file.toString().endsWith(".md")).toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksResolve(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target))
                        .as(link.group())
                        .contains(link.group(2).substring(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namedTestsExist(Path page) throws IOException {
        Matcher link = TEST_LINK.matcher(Files.readString(page));
        while (link.find()) {
            Path source = page.resolveSibling(link.group(3)).normalize();
            assertThat(source).as(link.group()).hasFileName(link.group(1) + ".java");
            assertThat(Files.readString(source)).as(link.group()).containsPattern("void " + link.group(2) + "\\(");
        }
    }

    private static Stream<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'));
    }
}
