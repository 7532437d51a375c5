package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.SeriesSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The well-known rules can be evaluated, over the series that each of them asks for. What they give is promtool's business. */
class WellKnownRulesTests {

    private static final long NOW = 1_700_000_000_000L;

    private static final int STEP = 15_000;

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    @Test
    void areEvaluated() throws IOException {
        List<Rule> firing = rules().stream()
                .filter(rule -> engine.vector(rule.expression(), NOW, source(rule.expression()))
                                .size()
                        > 0)
                .toList();
        // All are evaluated; that many find what they look for among series that only rise.
        assertThat(firing).hasSizeGreaterThan(15);
    }

    private static List<Rule> rules() throws IOException {
        try (InputStream file = WellKnownRulesTests.class.getResourceAsStream("well-known-rules.yml")) {
            return RuleFile.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), "well-known-rules.yml")
                    .groups()
                    .stream()
                    .flatMap(group -> group.rules().stream())
                    .toList();
        }
    }

    private SeriesSource source(Expression expression) {
        List<Series> all = engine.reach(expression).stream()
                .map(reach -> series(reach.matchers()))
                .toList();
        return (matchers, from, to) -> all.stream()
                .filter(series -> matchers.stream().allMatch(matcher -> matcher.matches(series.labels())))
                .collect(Collectors.toMap(Series::labels, series -> series, (one, other) -> one))
                .values()
                .stream()
                .toList();
    }

    /** What a selector asks for, once: two would be no partners. Six hours of samples that rise. */
    private static Series series(List<LabelMatcher> matchers) {
        Map<String, String> labels = new TreeMap<>(Map.of("job", "job", "instance", "host", "le", "+Inf"));
        for (LabelMatcher matcher : matchers) {
            labels.put(matcher.name(), value(matcher));
        }
        int size = 6 * 60 * 4;
        long[] timestamps = IntStream.range(0, size)
                .mapToLong(i -> NOW - (long) (size - 1 - i) * STEP)
                .toArray();
        double[] values = IntStream.range(0, size).mapToDouble(i -> i + 1).toArray();
        return new Series(Labels.of(labels), timestamps, values, 0, size);
    }

    private static String value(LabelMatcher matcher) {
        return Stream.concat(
                        Stream.of(matcher.value(), "", "x", "500", "a-1"),
                        Stream.of(matcher.value().split("\\|"))
                                .map(part -> part.replace(".", "0").replaceAll("[+*()?]", "")))
                .filter(matcher::matches)
                .findFirst()
                .orElse("");
    }
}
