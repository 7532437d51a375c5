package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.ValueType;
import io.llmdatavault.observability.alert.promql.template.Template;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one rule. Goes on after a problem, so that people see all of them at once. */
final class RuleReader {

    private static final List<String> KEYS =
            List.of("alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations");

    /** Labels of one rule, and annotations too. */
    private static final int MAXIMUM_TEXTS = 100;

    private final Fields fields;

    private final Problems problems;

    private final RuleTexts texts;

    private final String alert;

    private final String record;

    /** Errors before it. */
    private final long errors;

    RuleReader(Node node, RuleTexts texts, Problems problems) {
        this.errors = problems.errorCount();
        this.texts = texts;
        this.problems = problems;
        problems.enterRule("");
        this.fields = new Fields(node, "A rule", problems);
        this.alert = fields.text("alert");
        this.record = fields.text("record");
        problems.enterRule(alert.isEmpty() ? record : alert);
    }

    /** The rule, or {@code null} if anything in it is wrong. */
    @Nullable
    Rule read() {
        fields.requireOnly(KEYS);
        if (alert.isEmpty() == record.isEmpty()) {
            problems.error(
                    fields.line(record.isEmpty() ? "alert" : "record"),
                    alert.isEmpty()
                            ? "A rule needs a name: \"alert\" for one that alerts, \"record\" for one that makes a series."
                            : "A rule has either \"alert\" or \"record\". Make two rules of it.");
        }
        Rule rule = record.isEmpty() ? alertingRule() : recordingRule();
        problems.enterRule("");
        return rule;
    }

    private @Nullable Rule alertingRule() {
        Expression expression = expression();
        Map<String, Template> labels = templates("labels");
        Map<String, Template> annotations = templates("annotations");
        var pendingFor = fields.duration("for");
        var keepFiringFor = fields.duration("keep_firing_for");
        return expression == null || problems.errorCount() > errors
                ? null
                : new AlertingRule(
                        alert,
                        expression,
                        pendingFor,
                        keepFiringFor,
                        labels,
                        annotations,
                        Problems.line(fields.node()));
    }

    private @Nullable Rule recordingRule() {
        Expression expression = expression();
        String misnamed = RuleChecks.seriesName(record);
        if (misnamed != null) {
            problems.error(fields.line("record"), misnamed);
        }
        for (String key : List.of("for", "keep_firing_for")) {
            if (!fields.duration(key).isZero()) {
                problems.error(fields.line(key), "\"" + key + "\" belongs to alerts. Leave it out here.");
            }
        }
        if (!entries("annotations").isEmpty()) {
            problems.error(fields.line("annotations"), "\"annotations\" belong to alerts. Leave them out here.");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        entries("labels").forEach((name, value) -> labels.put(name, fields.text(value, "\"" + name + "\"")));
        return expression == null || problems.errorCount() > errors
                ? null
                : new RecordingRule(record, expression, labels, Problems.line(fields.node()));
    }

    private @Nullable Expression expression() {
        Node node = fields.get("expr");
        String text = fields.text("expr");
        if (node == null || text.isEmpty()) {
            problems.error(fields.line("expr"), "A rule needs an expression: \"expr\".");
            return null;
        }
        try {
            Expression expression = texts.expression(text);
            ValueType type = expression.type();
            if (type == ValueType.RANGE_VECTOR || type == ValueType.STRING) {
                problems.warning(
                        fields.line("expr"),
                        "\"expr\" gives a " + type + ", so that its evaluation always fails. Write one that gives an "
                                + ValueType.INSTANT_VECTOR + ".");
            }
            return expression;
        } catch (PromQlException ex) {
            problems.error(line(node, ex), "\"expr\": " + ex.getMessage());
            return null;
        }
    }

    private Map<String, Template> templates(String key) {
        Map<String, Template> templates = new LinkedHashMap<>();
        entries(key).forEach((name, node) -> {
            try {
                Template template = texts.template(fields.text(node, "\"" + name + "\""));
                problems.warnings(Problems.line(node), "\"" + name + "\": ", template.warnings());
                templates.put(name, template);
            } catch (PromQlException ex) {
                problems.error(line(node, ex), "\"" + name + "\": " + ex.getMessage());
            }
        });
        return templates;
    }

    /** The entries of labels or annotations, their names checked. */
    private Map<String, Node> entries(String key) {
        Node node = fields.get(key);
        if (node == null) {
            return Map.of();
        }
        Map<String, Node> entries = new Fields(node, "\"" + key + "\"", problems).all();
        if (entries.size() > MAXIMUM_TEXTS) {
            problems.error(node, "A rule must not have more than " + MAXIMUM_TEXTS + " " + key + ".");
            return Map.of();
        }
        entries.forEach((name, value) -> {
            String misnamed = key.equals("labels") ? RuleChecks.label(name) : RuleChecks.annotation(name);
            if (misnamed != null) {
                problems.error(value, misnamed);
            }
        });
        return entries;
    }

    /** The line of a problem in the file: in a block, that of the text within it. */
    private static int line(Node node, PromQlException problem) {
        boolean block = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.LITERAL;
        return Problems.line(node) + (block ? Math.max(1, problem.line()) : 0);
    }
}
