package io.llmdatavault.observability.alert.promql.rulefile;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of a mapping in YAML, read with the types that are expected. Nodes and not objects, so that every problem
 * has its line and nothing of the file can name a class.
 */
final class Fields {

    /** Mappings that are merged into one, {@code <<}, those merged into these included. */
    private static final int MAXIMUM_MERGES = 50;

    /** Keys of one mapping, of which merging could make many copies. */
    private static final int MAXIMUM_KEYS = 1000;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9][0-9_]{0,17}");

    private final Map<String, Node> values = new LinkedHashMap<>();

    /** The keys of the mapping itself, which take precedence over merged ones. */
    private final Set<String> own = new HashSet<>();

    private final Problems problems;

    private final Node node;

    private int merges;

    /** A mapping; of anything else, a problem and no fields. */
    Fields(Node node, String what, Problems problems) {
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            add(mapping, false);
        } else if (!isNull(node)) {
            problems.error(node, what + " must be a mapping of keys to values.");
        }
    }

    private void add(MappingNode mapping, boolean merged) {
        if (mapping.getValue().size() > MAXIMUM_KEYS) {
            problems.error(mapping, "A mapping must not have more than " + MAXIMUM_KEYS + " keys.");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode());
            } else if (!(key instanceof ScalarNode scalar)) {
                problems.error(key, "A key must be a text.");
            } else if (merged) {
                values.putIfAbsent(scalar.getValue(), tuple.getValueNode());
            } else if (own.add(scalar.getValue())) {
                values.put(scalar.getValue(), tuple.getValueNode());
            } else {
                problems.error(key, "\"" + scalar.getValue() + "\" is given more than once. Keep one.");
            }
        }
    }

    private void merge(Node value) {
        List<Node> mappings = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (Node mapping : mappings) {
            if (++merges > MAXIMUM_MERGES || !(mapping instanceof MappingNode more)) {
                problems.error(mapping, "<< must be followed by a mapping, or by a list of a few.");
                return;
            }
            add(more, true);
        }
    }

    Node node() {
        return node;
    }

    Map<String, Node> all() {
        return values;
    }

    boolean has(String key) {
        Node value = values.get(key);
        return value != null && !isNull(value);
    }

    /** The line of a field, or of the mapping if it has no such field. */
    int line(String key) {
        Node value = values.get(key);
        return Problems.line(value == null ? node : value);
    }

    @Nullable
    Node get(String key) {
        return values.get(key);
    }

    void requireOnly(List<String> known) {
        values.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.error(
                        value, "There is no key \"" + key + "\". Write one of " + String.join(", ", known) + ".");
            }
        });
    }

    /** A text; empty if there is none. Numbers and the like are what is written. */
    String text(String key) {
        Node value = values.get(key);
        return value == null ? "" : text(value, "\"" + key + "\"");
    }

    String text(Node value, String what) {
        if (value instanceof ScalarNode scalar) {
            return isNull(value) ? "" : scalar.getValue();
        }
        problems.error(value, what + " must be a text.");
        return "";
    }

    /** A duration; zero if there is none. */
    Duration duration(String key) {
        String text = text(key);
        if (!has(key) || !(values.get(key) instanceof ScalarNode)) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofMillis(PrometheusDuration.parse(text));
        } catch (PromQlException ex) {
            problems.error(line(key), "\"" + key + "\": " + ex.getMessage());
            return Duration.ZERO;
        }
    }

    /** A whole number; zero if there is none. */
    long integer(String key) {
        if (!has(key)) {
            return 0;
        }
        Node value = values.get(key);
        if (value instanceof ScalarNode scalar
                && scalar.isPlain()
                && INTEGER.matcher(scalar.getValue()).matches()) {
            return Long.parseLong(scalar.getValue().replace("_", ""));
        }
        problems.error(line(key), "\"" + key + "\" must be a whole number.");
        return 0;
    }

    /** The elements of a list, those that are empty left out as Prometheus does. */
    List<Node> list(String key) {
        Node value = values.get(key);
        if (value == null || isNull(value)) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .filter(element -> !isNull(element))
                    .toList();
        }
        problems.error(value, "\"" + key + "\" must be a list. Write each element on a line that begins with \"- \".");
        return List.of();
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
