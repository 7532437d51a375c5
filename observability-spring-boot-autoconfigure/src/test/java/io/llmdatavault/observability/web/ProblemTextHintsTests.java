package io.llmdatavault.observability.web;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ImportRuntimeHints;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTextHintsTests {

    @Test
    void nativeImageHasTheTexts() {
        RuntimeHints hints = new RuntimeHints();
        new ProblemTextHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forBundle("io.llmdatavault.observability.web.problem"))
                .accepts(hints);
        // Spring reads the file itself, because of its encoding.
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("io/llmdatavault/observability/web/problem.properties"))
                .accepts(hints);
    }

    @Test
    void isImported() {
        ImportRuntimeHints imported = ProblemAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class);
        assertThat(imported).isNotNull();
        assertThat(Arrays.asList(imported.value())).contains(ProblemTextHints.class);
    }
}
