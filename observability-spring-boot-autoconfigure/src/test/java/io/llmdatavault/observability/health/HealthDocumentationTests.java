package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The code in the documentation is code that compiles and runs. */
class HealthDocumentationTests {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void exampleIsTheOneThatCompiles() throws IOException {
        String page = Files.readString(Path.of("../docs/health.md"));
        String source =
                Files.readString(Path.of("src/test/java/io/llmdatavault/observability/health/SearchIndexCheck.java"));
        Matcher block = JAVA_BLOCK.matcher(page);
        assertThat(block.find()).isTrue();
        for (String part : block.group(1).split("\n\n")) {
            assertThat(source).contains(part.stripTrailing());
        }
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
