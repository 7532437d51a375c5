package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one file, and knows in which group and rule the reader is. */
final class Problems {

    /** More than anybody reads at once. */
    private static final int MAXIMUM = 200;

    private final String source;

    private final List<RuleFileProblem> errors = new ArrayList<>();

    private final List<RuleFileProblem> warnings = new ArrayList<>();

    private String group = "";

    private String rule = "";

    Problems(String source) {
        this.source = source;
    }

    void enterGroup(String name) {
        group = name;
        rule = "";
    }

    void enterRule(String name) {
        rule = name;
    }

    void error(Node node, String message) {
        error(line(node), message);
    }

    void error(int line, String message) {
        add(errors, line, message);
    }

    void warning(int line, String message) {
        add(warnings, line, message);
    }

    /** As many of these as there is room for. */
    void warnings(int line, String prefix, List<String> messages) {
        for (String message : messages) {
            if (warnings.size() < MAXIMUM) {
                warning(line, prefix + message);
            }
        }
    }

    private void add(List<RuleFileProblem> problems, int line, String message) {
        if (problems.size() < MAXIMUM) {
            problems.add(new RuleFileProblem(source, line, group, rule, message));
        } else {
            // Nothing more will be shown, so that nothing more needs to be found.
            throwErrors();
        }
    }

    /** How many there are so far: what is read between two counts that are equal is right. */
    int errorCount() {
        return errors.size();
    }

    /** In the order of the file. */
    List<RuleFileProblem> errors() {
        errors.sort(Comparator.comparingInt(RuleFileProblem::line));
        return errors;
    }

    List<RuleFileProblem> warnings() {
        return warnings;
    }

    void throwErrors() {
        if (!errors.isEmpty()) {
            throw new RuleFileException(errors());
        }
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
