package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Queries whose answers promtool has given, written down in {@code evaluation.txt}. */
class EvaluationTests {

    private static final String ERROR = "error: ";

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private final SeriesSource source = SeriesText.source(
            lines().stream().filter(line -> !line.contains(" => ")).toList());

    private static List<String> lines() {
        try (InputStream file = EvaluationTests.class.getResourceAsStream("evaluation.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    static List<String> queries() {
        return lines().stream().filter(line -> line.contains(" => ")).toList();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAsPrometheusDoes(String line) {
        String query = line.substring(0, line.indexOf(" => "));
        String answer = line.substring(line.indexOf(" => ") + 4);
        if (answer.startsWith(ERROR)) {
            assertThatThrownBy(() -> evaluate(query))
                    .isInstanceOf(PromQlException.class)
                    .hasMessageStartingWith(messageStart(answer.substring(ERROR.length())));
            return;
        }
        Map<String, Double> expected = samples(answer);
        Map<String, Double> actual = samples(SeriesText.print(evaluate(query)));
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((labels, value) -> {
            double got = Objects.requireNonNull(actual.get(labels));
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                assertThat(got).as(labels).isEqualTo(value);
            } else {
                assertThat(got).as(labels).isCloseTo(value, within(Math.abs(value) * 1e-9));
            }
        });
    }

    /** Prometheus prints series in errors in another way than everywhere else, and knows no reason for a pattern. */
    private static String messageStart(String message) {
        return message.startsWith("invalid regular expression")
                ? "This is no regular expression of RE2"
                : message.substring(0, message.contains(": [{") ? message.indexOf(": [{") : message.length());
    }

    private Value evaluate(String query) {
        return engine.evaluate(PromQl.parse(query), 600_000, source);
    }

    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new HashMap<>();
        for (String sample : text.split("; ")) {
            if (!sample.isEmpty()) {
                int space = sample.lastIndexOf(' ');
                samples.put(sample.substring(0, space), SeriesText.value(sample.substring(space + 1)));
            }
        }
        return samples;
    }
}
