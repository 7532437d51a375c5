package io.llmdatavault.observability.alert.promql.template;

import java.util.List;

import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * The text of a label or annotation, with its actions between double braces parsed. Immutable, thread-safe.
 *
 * @since 0.1.0
 */
public final class Template {

    /** Characters that a template may have. */
    static final int MAXIMUM_LENGTH = 16_384;

    private final String text;

    private final List<Node> nodes;

    private final List<String> warnings;

    private Template(String text, List<Node> nodes, List<String> warnings) {
        this.text = text;
        this.nodes = List.copyOf(nodes);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * The template that a text means.
     * @throws PromQlException if it means none, with line and column, or if it is too long or nested too deeply
     */
    public static Template parse(String text) {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new PromQlException("The template is longer than " + MAXIMUM_LENGTH + " characters.");
        }
        Parser parser = new Parser(text);
        List<Node> nodes = parser.parse();
        return new Template(text, nodes, parser.warnings());
    }

    /** What works here but would not in Prometheus, each with line and column. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The expressions that {@code query} is given as a text, as in <code>{{ query "up" | len }}</code>, each once: for whoever has
     * to keep the series that they read. Of one that {@code printf} puts together, one that reads at least the same series.
     */
    public List<String> queries() {
        return new Queries(nodes).found();
    }

    /** Whether there are queries of which nothing is known before the template is rendered. */
    public boolean hasUnknownQueries() {
        return new Queries(nodes).hasUnknown();
    }

    /**
     * The text for one alert. Never throws: a template that fails, or exceeds its limits, gives a text that says so, as in
     * Prometheus: {@code <error expanding template: …>}.
     * @param data the alert
     */
    public String render(TemplateData data) {
        try {
            return new Executor(data).execute(nodes);
        } catch (ExecutionException ex) {
            return "<error expanding template: " + Position.of(text, ex.position()) + ex.getMessage() + ">";
        }
    }

    /** The text that was parsed. */
    @Override
    public String toString() {
        return text;
    }
}
