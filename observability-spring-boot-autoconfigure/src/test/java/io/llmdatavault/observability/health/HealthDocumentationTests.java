package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The code in the documentation is code that compiles and runs, and what it says of us has a test. */
class HealthDocumentationTests {

    private static final Path PAGE = Path.of("../docs/health.md");

    private static final Path TESTS = Path.of("src/test/java/io/llmdatavault/observability/health");

    private static final Pattern TEST_LINK = Pattern.compile("\\[(\\w+)#(\\w+)]\\(([^)]+)\\)");

    private static final Pattern SENTENCE = Pattern.compile("`([A-Z][^`]* [^`]*)\\.`");

    private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Tests)`");

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void exampleIsTheOneThatCompiles() throws IOException {
        String page = Files.readString(PAGE);
        String source =
                Files.readString(Path.of("src/test/java/io/llmdatavault/observability/health/SearchIndexCheck.java"));
        Matcher block = JAVA_BLOCK.matcher(page);
        assertThat(block.find()).isTrue();
        for (String part : block.group(1).split("\n\n")) {
            assertThat(source).contains(part.stripTrailing());
        }
    }

    @Test
    void comparisonNamesATestForEachLine() throws IOException {
        List<String> lines = tableLines(section("## Beside other libraries"));
        assertThat(lines).hasSizeGreaterThan(10).allSatisfy(line -> {
            Matcher link = TEST_LINK.matcher(line);
            assertThat(link.results().toList()).isNotEmpty().allSatisfy(test -> {
                Path source = PAGE.resolveSibling(test.group(3)).normalize();
                assertThat(source).hasFileName(test.group(1) + ".java");
                assertThat(Files.readString(source)).containsPattern("void " + test.group(2) + "\\(");
            });
        });
    }

    @Test
    void outagesNameTheirTests() throws IOException {
        String section = section("## Outages");
        assertThat(TEST_NAME.matcher(section).results().map(name -> TESTS.resolve(name.group(1) + ".java")))
                .hasSizeGreaterThan(10)
                .allSatisfy(source -> assertThat(source).exists());
        // At the head of each column, but for the first.
        for (String table : section.split("\n### ")) {
            String head = table.lines()
                    .filter(line -> line.startsWith("|"))
                    .findFirst()
                    .orElse("| |");
            assertThat(Arrays.stream(head.split("\\|")).skip(2))
                    .allSatisfy(cell -> assertThat(cell).containsPattern(TEST_NAME));
        }
    }

    @Test
    void outagesQuoteWhatTestsExpect() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> sources = Files.list(TESTS)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                // As one text, however it is broken into lines.
                tests.append(Files.readString(source).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }
        List<String> sentences = SENTENCE.matcher(section("## Outages"))
                .results()
                .map(sentence -> sentence.group(1))
                .filter(sentence -> !sentence.contains("…"))
                .toList();
        assertThat(sentences)
                .hasSizeGreaterThan(40)
                .allSatisfy(sentence -> assertThat(tests).contains(sentence.replaceFirst(" within 5s", " within")));
    }

    private static List<String> tableLines(String section) {
        return section.lines()
                .filter(line -> line.startsWith("|"))
                // The head and the line below it.
                .skip(2)
                .toList();
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n" + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = page.indexOf("\n## ", start + heading.length());
        return page.substring(start, end < 0 ? page.length() : end);
    }

    @Test
    void exampleRuns() throws Exception {
        SearchIndexCheck.SearchIndex index = new SearchIndexCheck.SearchIndex() {

            @Override
            public long count() {
                return 7;
            }

            @Override
            public boolean isRebuilding() {
                return true;
            }
        };
        ComponentHealth health = new SearchIndexCheck(index).check();
        assertThat(health.state()).isEqualTo(HealthState.DEGRADED);
        assertThat(health.metadata()).containsEntry("documents", 7L);
    }
}
