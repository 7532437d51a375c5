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

    private final Kept errors = new Kept("Mistakes");

    private final Kept warnings = new Kept("Warnings");

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
        errors.add(line, message);
    }

    void warning(int line, String message) {
        warnings.add(line, message);
    }

    /** As many of these as there is room for; the others are counted. */
    void warnings(int line, String prefix, List<String> messages) {
        int room = Math.min(MAXIMUM - warnings.problems.size(), messages.size());
        messages.subList(0, room).forEach(message -> warning(line, prefix + message));
        warnings.leaveOut(line, messages.size() - room);
    }

    /** How many there are so far: what is read between two counts that are equal is right. */
    long errorCount() {
        return errors.problems.size() + errors.more;
    }

    /** In the order of the file. */
    List<RuleFileProblem> errors() {
        return errors.all();
    }

    /** In the order of the file. */
    List<RuleFileProblem> warnings() {
        return warnings.all();
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Those that are shown; of the others, how many there are. */
    private final class Kept {

        private final String what;

        private final List<RuleFileProblem> problems = new ArrayList<>();

        private long more;

        /** Where the first one is that is not shown. */
        private int moreLine;

        Kept(String what) {
            this.what = what;
        }

        void add(int line, String message) {
            if (problems.size() < MAXIMUM) {
                problems.add(new RuleFileProblem(source, line, group, rule, message));
            } else {
                leaveOut(line, 1);
            }
        }

        void leaveOut(int line, int count) {
            if (more == 0) {
                moreLine = line;
            }
            more += count;
        }

        /** In the order of the file, what is not shown last. */
        List<RuleFileProblem> all() {
            List<RuleFileProblem> all = new ArrayList<>(problems);
            all.sort(Comparator.comparingInt(RuleFileProblem::line));
            if (more > 0) {
                all.add(new RuleFileProblem(
                        source, moreLine, "", "", what + " from here on that are not shown: " + more + "."));
            }
            return all;
        }
    }
}
