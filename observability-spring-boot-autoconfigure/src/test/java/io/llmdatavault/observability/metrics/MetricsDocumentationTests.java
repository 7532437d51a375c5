package io.llmdatavault.observability.metrics;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsDocumentationTests {

    @Test
    void documentsEveryFamilyAsItIsDeclared() throws IOException {
        List<String> rows;
        try (var lines = Files.lines(Path.of("../docs/metrics.md"))) {
            rows = lines.filter(line -> line.startsWith("| `vault_")).toList();
        }

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(MetricFamily.values())
                        .map(MetricsDocumentationTests::row)
                        .toList());
    }

    private static String row(MetricFamily family) {
        return "| `%s` | `%s` | %s | %s | %s | %s |"
                .formatted(
                        family.prometheusName(),
                        family.id(),
                        family.type().name().toLowerCase(Locale.ROOT),
                        family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        family.buckets().stream()
                                .map(bound -> BigDecimal.valueOf(bound)
                                        .stripTrailingZeros()
                                        .toPlainString())
                                .collect(Collectors.joining(" ")),
                        family.description());
    }
}
