package io.llmdatavault.observability.alert.promql.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.template.TemplateFunction.Body;
import io.llmdatavault.observability.alert.promql.template.TemplateFunction.Parameter;
import org.jspecify.annotations.Nullable;

/** All functions, by name: those of Go's templates and those that Prometheus adds. */
final class TemplateFunctions {

    private static final Parameter ANY = Parameter.ANY;

    private static final Parameter TEXT = Parameter.TEXT;

    private static final Parameter SAMPLE = Parameter.SAMPLE;

    private static final Parameter SAMPLES = Parameter.SAMPLES;

    private static final Map<String, TemplateFunction> ALL = new HashMap<>();

    /** Prometheus has them and we do not. */
    private static final Set<String> NOT_SUPPORTED = Set.of("args", "call", "toTime");

    static {
        // Go: logic and comparison. The executor evaluates the arguments of "and" and "or" only as far as it must.
        repeated("and", arguments -> arguments.get(arguments.size() - 1), ANY, ANY);
        repeated("or", arguments -> arguments.get(arguments.size() - 1), ANY, ANY);
        add("not", arguments -> !GoValues.isTrue(arguments.get(0)), ANY);
        repeated("eq", arguments -> Comparisons.equal(arguments.get(0), arguments.from(1)), ANY, ANY);
        add("ne", arguments -> !Comparisons.equal(arguments.get(0), arguments.from(1)), ANY, ANY);
        add("lt", arguments -> Comparisons.less(arguments.get(0), arguments.get(1)), ANY, ANY);
        add("le", arguments -> Comparisons.lessOrEqual(arguments.get(0), arguments.get(1)), ANY, ANY);
        add("gt", arguments -> !Comparisons.lessOrEqual(arguments.get(0), arguments.get(1)), ANY, ANY);
        add("ge", arguments -> !Comparisons.less(arguments.get(0), arguments.get(1)), ANY, ANY);

        // Go: parts of values.
        repeated("index", arguments -> Collections.index(arguments.get(0), arguments.from(1)), ANY, ANY);
        repeated("slice", arguments -> Collections.slice(arguments.get(0), arguments.from(1)), ANY, ANY);
        add("len", arguments -> Collections.length(arguments.get(0)), ANY);

        // Go: texts.
        repeated("print", arguments -> GoFormat.print(arguments.values()), ANY);
        repeated("println", arguments -> GoFormat.println(arguments.values()), ANY);
        repeated("printf", arguments -> GoFormat.printf(arguments.text(0), arguments.from(1)), TEXT, ANY);
        repeated("html", arguments -> GoStrings.escapeHtml(joined(arguments)), ANY);
        repeated("js", arguments -> GoStrings.escapeJavaScript(joined(arguments)), ANY);
        repeated("urlquery", arguments -> GoStrings.escapeUrlQuery(joined(arguments)), ANY);

        // Prometheus: queries.
        add("query", TemplateFunctions::query, TEXT);
        add("first", arguments -> first(arguments.samples(0)), SAMPLES);
        add("label", arguments -> GoValues.field(arguments.sample(1).labels(), arguments.text(0)), TEXT, SAMPLE);
        add("value", arguments -> arguments.sample(0).value(), SAMPLE);
        add("strvalue", arguments -> GoValues.field(arguments.sample(0).labels(), "__value__"), SAMPLE);
        add("sortByLabel", TemplateFunctions::sorted, TEXT, SAMPLES);

        // Prometheus: numbers.
        add("humanize", arguments -> Humanize.number(arguments.number(0)), ANY);
        add("humanize1024", arguments -> Humanize.binary(arguments.number(0)), ANY);
        add("humanizeDuration", arguments -> Humanize.duration(arguments.number(0)), ANY);
        add("humanizePercentage", arguments -> Humanize.percentage(arguments.number(0)), ANY);
        add("humanizeTimestamp", arguments -> Humanize.timestamp(arguments.number(0)), ANY);
        add("parseDuration", arguments -> Humanize.seconds(arguments.text(0)), TEXT);

        // Prometheus: texts.
        add("title", arguments -> GoStrings.title(arguments.text(0)), TEXT);
        add("toUpper", arguments -> GoStrings.map(arguments.text(0), Character::toUpperCase), TEXT);
        add("toLower", arguments -> GoStrings.map(arguments.text(0), Character::toLowerCase), TEXT);
        add("match", RegularExpressions::match, TEXT, TEXT);
        add("reReplaceAll", RegularExpressions::replaceAll, TEXT, TEXT, TEXT);
        add("safeHtml", arguments -> arguments.text(0), TEXT);
        add("stripPort", arguments -> HostPort.stripPort(arguments.text(0)), TEXT);
        add("stripDomain", arguments -> HostPort.stripDomain(arguments.text(0)), TEXT);

        // Prometheus: links.
        add("externalURL", arguments -> arguments.data().externalUrl());
        add("pathPrefix", arguments -> HostPort.path(arguments.data().externalUrl()));
        add("graphLink", arguments -> link(arguments.text(0), 0), TEXT);
        add("tableLink", arguments -> link(arguments.text(0), 1), TEXT);

        // What people write for it, though Prometheus has no such function.
        ALL.put("humanizeBytes", ALL.get("humanize1024"));
    }

    private TemplateFunctions() {}

    static @Nullable TemplateFunction find(String name) {
        return ALL.get(name);
    }

    static String whyUnknown(String name) {
        return NOT_SUPPORTED.contains(name)
                ? "function \"" + name + "\" is not supported here"
                : "function \"" + name + "\" not defined";
    }

    private static void add(String name, Body body, Parameter... parameters) {
        ALL.put(name, new TemplateFunction(name, List.of(parameters), false, body));
    }

    /** The last parameter may be given any number of times, none included. */
    private static void repeated(String name, Body body, Parameter... parameters) {
        ALL.put(name, new TemplateFunction(name, List.of(parameters), true, body));
    }

    private static String joined(Arguments arguments) {
        List<@Nullable Object> printable = new ArrayList<>();
        arguments.values().forEach(value -> printable.add(value == null ? "<no value>" : value));
        return GoFormat.print(printable);
    }

    private static Object first(List<?> samples) {
        if (samples.isEmpty()) {
            throw new ExecutionException("first() called on vector with no elements");
        }
        return samples.get(0);
    }

    private static List<?> query(Arguments arguments) {
        String expression = arguments.text(0);
        arguments.limits().query();
        InstantVector vector = arguments.data().query().apply(expression);
        arguments.limits().series(vector.size());
        return GoValues.samples(vector);
    }

    private static List<?> sorted(Arguments arguments) {
        String label = arguments.text(0);
        List<?> samples = arguments.samples(1);
        arguments.limits().series(samples.size());
        return samples.stream()
                .map(GoValues.Sample.class::cast)
                .sorted(Comparator.comparing(sample -> sample.labels().getOrDefault(label, "")))
                .toList();
    }

    private static String link(String expression, int tab) {
        return "/graph?g0.expr=" + GoStrings.escapeUrlQuery(expression) + "&g0.tab=" + tab;
    }
}
