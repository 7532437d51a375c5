package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.promql.template.TemplateData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of docs/promql.md, and its lists of what is supported, which are rendered from the tables of the parser. With
 * {@code -Ddocs.update=true} they are written instead of compared.
 */
class PromQlDocTests {

    private static final Path FILE = Path.of("../docs/promql.md");

    private static final String BEGIN = "<!-- rendered from the code -->\n";

    private static final String END = "<!-- end of what is rendered -->\n";

    @Test
    void answersAQuery() {
        long now = 1_700_000_000_000L;
        Labels labels = Labels.of(Map.of(Labels.METRIC_NAME, "requests_total", "path", "/orders"));
        Series series = new Series(labels, new long[] {now - 60_000, now}, new double[] {0, 30}, 0, 2);
        SeriesSource source = (matchers, from, to) ->
                matchers.stream().allMatch(matcher -> matcher.matches(labels)) ? List.of(series) : List.of();

        Expression expression = PromQl.parse("sum by (path) (increase(requests_total[1m]))");
        QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
        InstantVector result = engine.vector(expression, now, source);

        assertThat(result.labels(0)).hasToString("{path=\"/orders\"}");
        assertThat(result.value(0)).isEqualTo(30.0);
    }

    @Test
    void rendersATemplate() {
        Template template = Template.parse("{{ $labels.path }} at {{ $value | humanizePercentage }}");
        String text = template.render(TemplateData.of(Labels.of(Map.of("path", "/orders")), 0.07));

        assertThat(text).isEqualTo("/orders at 7%");
    }

    @Test
    void explainsAnError() throws IOException {
        String message = "";
        try {
            PromQl.parse("sum(rate(requests_total)) > 5");
        } catch (PromQlException ex) {
            message = ex.getMessage();
        }
        assertThat(Files.readString(FILE)).contains("```\n" + message + "\n```");
    }

    @Test
    void listsWhatIsSupported() throws IOException {
        String page = Files.readString(FILE);
        String rendered = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + render() + "\n"
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(FILE, rendered);
        }
        assertThat(FILE)
                .as("./mvnw -pl observability-spring-boot-autoconfigure test -Dtest=PromQlDocTests -Ddocs.update=true"
                        + " writes it")
                .content()
                .isEqualTo(rendered);
    }

    @Test
    void nothingIsBothSupportedAndLeftOut() {
        assertThat(Unsupported.functions().keySet())
                .noneMatch(name -> Functions.find(name) != null)
                .hasSizeGreaterThan(10);
    }

    private static String render() {
        Map<String, List<String>> functions = new TreeMap<>();
        for (Function function : Functions.all()) {
            functions
                    .computeIfAbsent(signature(function), signature -> new ArrayList<>())
                    .add(function.name());
        }
        return "| Functions | |\n|---|---|\n"
                + functions.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining())
                + "\n| | |\n|---|---|\n"
                + row("Aggregations", AggregationOperator.values())
                + row("Operators, the ones that bind least first", BinaryOperator.values())
                + row("Matchers", LabelMatcher.Operator.values())
                + leftOut("Functions that are left out", Unsupported.functions())
                + leftOut("Aggregations that are left out", Unsupported.aggregations());
    }

    private static String signature(Function function) {
        String parameters = IntStream.range(0, function.parameters().size())
                .mapToObj(i -> function.parameter(i) + (i >= function.minimumArguments() ? "?" : ""))
                .collect(Collectors.joining(", ", "(", function.repeated() ? ", …)" : ")"));
        return "of " + parameters + ", gives " + function.returns();
    }

    private static String row(String title, Object[] values) {
        return row(title, Stream.of(values).map(Object::toString).toList());
    }

    private static String row(String title, Collection<String> values) {
        return "| %s | %s |\n"
                .formatted(
                        title, values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(" ")));
    }

    private static String leftOut(String title, Map<String, String> reasons) {
        return reasons.values().stream()
                .distinct()
                .map(reason -> row(
                        title + ": " + reason,
                        reasons.keySet().stream()
                                .filter(name -> reason.equals(reasons.get(name)))
                                .toList()))
                .collect(Collectors.joining());
    }
}
