package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.QueryLimits;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one rule file: YAML to groups. The rules themselves are read by {@link RuleReader}. */
final class RuleFileReader {

    /** Rules of one file; aliases could make more of them than the file has lines. */
    private static final int MAXIMUM_RULES = 10_000;

    private static final List<String> FILE_KEYS = List.of("groups");

    private static final List<String> GROUP_KEYS = List.of("name", "interval", "limit", "rules");

    private final String source;

    private final Problems problems;

    private final RuleTexts texts;

    private final Set<String> groupNames = new HashSet<>();

    private int rules;

    RuleFileReader(String source, QueryLimits limits) {
        this.source = source;
        this.texts = new RuleTexts(limits);
        this.problems = new Problems(source);
    }

    /** What is right, and what is wrong, of which there may be more than anybody reads. */
    RuleFileReading read(String text) {
        List<RuleGroup> groups = new ArrayList<>();
        read(text.startsWith("\ufeff") ? text.substring(1) : text, groups);
        return new RuleFileReading(new RuleFile(source, groups, problems.warnings()), problems.errors());
    }

    private void read(String text, List<RuleGroup> groups) {
        Node root = compose(text);
        if (root != null) {
            Fields file = new Fields(root, "The file", problems);
            file.requireOnly(FILE_KEYS);
            for (Node node : file.list("groups")) {
                RuleGroup group = group(node);
                if (group != null) {
                    groups.add(group);
                }
                if (rules > MAXIMUM_RULES) {
                    return;
                }
            }
        }
    }

    /** The first document, which is all that Prometheus reads; {@code null} if there is none. */
    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(RuleFile.MAXIMUM_LENGTH);
        options.setNestingDepthLimit(20);
        options.setMaxAliasesForCollections(100);
        options.setAllowRecursiveKeys(false);
        try {
            StreamReader reader = new StreamReader(new StringReader(text));
            Composer documents = new Composer(new ParserImpl(reader, options), new RuleFileTags(), options);
            Node first = documents.checkNode() ? documents.getNode() : null;
            if (first != null) {
                warnOfMore(documents);
            }
            return first;
        } catch (MarkedYAMLException ex) {
            problems.error(line(ex), "This is no YAML: " + ex.getProblem() + ".");
        } catch (YAMLException ex) {
            problems.error(1, "This is no YAML: " + firstLine(ex) + ".");
        }
        return null;
    }

    /** Prometheus does not look at what follows the first document, so that it may be anything. */
    private void warnOfMore(Composer documents) {
        String warning = "Only the first document of a file counts, what follows --- is not read.";
        try {
            if (documents.checkNode()) {
                problems.warning(Problems.line(documents.getNode()), warning);
            }
        } catch (MarkedYAMLException ex) {
            problems.warning(line(ex), warning);
        } catch (YAMLException ex) {
            problems.warning(1, warning);
        }
    }

    private static int line(MarkedYAMLException problem) {
        return problem.getProblemMark() == null ? 1 : problem.getProblemMark().getLine() + 1;
    }

    private static String firstLine(YAMLException ex) {
        return String.valueOf(ex.getMessage()).lines().findFirst().orElse("unknown");
    }

    /** A group with those of its rules that are right, or {@code null} if it is wrong itself. */
    private @Nullable RuleGroup group(Node node) {
        long errors = problems.errorCount();
        Fields group = new Fields(node, "A group", problems);
        String name = group.text("name");
        problems.enterGroup(name);
        group.requireOnly(GROUP_KEYS);
        if (name.isEmpty()) {
            problems.error(node, "A group needs a \"name\".");
        } else if (!groupNames.add(name)) {
            problems.error(group.line("name"), "There is another group of that name. Give each its own.");
        }
        long limit = group.integer("limit");
        if (limit < 0) {
            problems.warning(group.line("limit"), "A \"limit\" below 0 is none. Leave it out.");
        }
        Duration interval = group.duration("interval");
        List<Node> nodes = group.list("rules");
        boolean right = problems.errorCount() == errors;
        List<Rule> read = new ArrayList<>();
        for (Node rule : nodes) {
            if (++rules > MAXIMUM_RULES) {
                problems.error(rule, "A file must not have more than " + MAXIMUM_RULES + " rules.");
                break;
            }
            Rule result = new RuleReader(rule, texts, problems).read();
            if (result != null) {
                read.add(result);
            }
        }
        problems.enterGroup("");
        return right ? new RuleGroup(name, interval, limit, read, Problems.line(node)) : null;
    }

    /** What is no text: that a text looks like a number or a date is of no interest here. */
    private static final class RuleFileTags extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
