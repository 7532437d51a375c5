package io.llmdatavault.observability.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ErrorKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A problem's type may point to the documentation: there is a section for each. */
class ProblemTypesDocTests {

    @Test
    void eachTypeHasASection() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("../docs/errors.md"));
        assertThat(Stream.of(ErrorKind.values()).map(kind -> "### " + kind.slug()))
                .hasSize(16)
                .allSatisfy(heading -> {
                    int line = lines.indexOf(heading);
                    assertThat(line).as(heading).isNotNegative();
                    assertThat(lines.get(line + 2)).as(heading).isNotBlank();
                });
    }
}
