package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Evaluates what random changes make of expressions: whatever parses gives a value, or the one exception. */
class EvaluationFuzzTests {

    private static final int MUTATIONS = 5000;

    private static final List<Series> SERIES = SeriesText.source(
                    "a{x=\"1\",le=\"1\"} 1 2 3 stale 1 2",
                    "a{x=\"1\",le=\"+Inf\"} 1 NaN 3 Inf 5 -Inf",
                    "b{x=\"2\",job=\"y\"} 0 0 0 0 0 0",
                    "c 1e300 -1e300 5e-324 _ _ 0")
            .series(List.of(), 0, 0);

    private final QueryEngine engine =
            new QueryEngine(QueryLimits.DEFAULT.withSeries(50).withSamples(5000).withOperations(20_000));

    /** Takes no notice of names, so that most selectors find something. */
    private final SeriesSource source = (matchers, from, to) -> SERIES;

    @Test
    void givesValuesOrTheOneException() {
        List<String> expressions =
                Expressions.all().stream().filter(text -> parse(text) != null).toList();
        int parsed = 0;
        int evaluated = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String text = Expressions.mutation(expressions, new Random(seed));
            Expression expression = parse(text);
            if (expression == null) {
                continue;
            }
            parsed++;
            try {
                assertThat(engine.evaluate(expression, 300_000, source))
                        .as(text)
                        .isNotNull();
                evaluated++;
            } catch (PromQlException ex) {
                assertThat(ex.getMessage()).as(text).isNotBlank();
            } catch (RuntimeException | StackOverflowError ex) {
                throw new AssertionError("Seed " + seed + ": " + text, ex);
            }
        }
        assertThat(parsed).as("parsed").isGreaterThan(MUTATIONS / 5);
        assertThat(evaluated).as("evaluated of " + parsed).isGreaterThan(parsed / 2);
    }

    private static @Nullable Expression parse(String text) {
        try {
            return PromQl.parse(text);
        } catch (PromQlException ex) {
            return null;
        }
    }
}
