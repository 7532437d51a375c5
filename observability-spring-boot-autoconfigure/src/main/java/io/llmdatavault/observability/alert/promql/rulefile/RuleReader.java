package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
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

    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Fields fields;

    private final Problems problems;

    private final String alert;

    private final String record;

    RuleReader(Node node, Problems problems) {
        this.problems = problems;
        problems.enterRule("");
        this.fields = new Fields(node, "A rule", problems);
        this.alert = fields.text("alert");
        this.record = fields.text("record");
        problems.enterRule(alert.isEmpty() ? record : alert);
    }

    /** The rule, or {@code null} if it has no expression. */
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
        return expression == null
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
        if (!METRIC_NAME.matcher(record).matches()) {
            problems.error(
                    fields.line("record"),
                    "\"" + record + "\" is no name of a series. Write letters, digits, _ and :, no digit first.");
        }
        for (String key : List.of("for", "keep_firing_for")) {
            if (!fields.duration(key).isZero()) {
                problems.error(fields.line(key), "\"" + key + "\" belongs to alerts. Leave it out here.");
            }
        }
        if (!texts("annotations").isEmpty()) {
            problems.error(fields.line("annotations"), "\"annotations\" belong to alerts. Leave them out here.");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        texts("labels").forEach((name, value) -> labels.put(name, fields.text(value, "\"" + name + "\"")));
        return expression == null ? null : new RecordingRule(record, expression, labels, Problems.line(fields.node()));
    }

    private @Nullable Expression expression() {
        Node node = fields.get("expr");
        String text = fields.text("expr");
        if (node == null || text.isEmpty()) {
            problems.error(fields.line("expr"), "A rule needs an expression: \"expr\".");
            return null;
        }
        try {
            Expression expression = PromQl.parse(text);
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
        texts(key).forEach((name, node) -> {
            try {
                Template template = Template.parse(fields.text(node, "\"" + name + "\""));
                template.warnings()
                        .forEach(warning -> problems.warning(Problems.line(node), "\"" + name + "\": " + warning));
                templates.put(name, template);
            } catch (PromQlException ex) {
                problems.error(line(node, ex), "\"" + name + "\": " + ex.getMessage());
            }
        });
        return templates;
    }

    /** The entries of labels or annotations, their names checked. */
    private Map<String, Node> texts(String key) {
        Node node = fields.get(key);
        if (node == null) {
            return Map.of();
        }
        Map<String, Node> texts = new Fields(node, "\"" + key + "\"", problems).all();
        if (texts.size() > MAXIMUM_TEXTS) {
            problems.error(node, "A rule must not have more than " + MAXIMUM_TEXTS + " " + key + ".");
            return Map.of();
        }
        texts.forEach((name, value) -> {
            if (!LABEL_NAME.matcher(name).matches()) {
                problems.error(
                        value, "\"" + name + "\" is no name for a label. Write letters, digits and _, no digit first.");
            } else if (key.equals("labels") && name.equals(Labels.METRIC_NAME)) {
                problems.error(value, "A label \"" + name + "\" would rename the series. Use \"record\" for that.");
            }
        });
        return texts;
    }

    /** The line of a problem in the file: in a block, that of the text within it. */
    private static int line(Node node, PromQlException problem) {
        boolean block = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.LITERAL;
        return Problems.line(node) + (block ? Math.max(1, problem.line()) : 0);
    }
}
