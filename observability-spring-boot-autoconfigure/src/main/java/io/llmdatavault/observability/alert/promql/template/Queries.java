package io.llmdatavault.observability.alert.promql.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * Finds what a template asks for by {@code query}. Of a query that {@code printf} puts together, as in
 * <code>{{ printf "up{job=%q}" $labels.job | query }}</code>, the values of labels are left open.
 */
final class Queries {

    private static final String QUERY = "query";

    private static final String PRINTF = "printf";

    /** What is compared with a text that {@code printf} fills in. */
    private static final Pattern FILLED_IN =
            Pattern.compile("(?:=~|!~|!=|=)\\s*(?:%#?q|\"[^\"%]*%[^\"]*\"|'[^'%]*%[^']*'|`[^`%]*%[^`]*`)");

    private static final String ANYTHING = "=~\".*\"";

    private static final Pattern METRIC = Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{[^{}]*}\\s*)?");

    private final Set<String> found = new LinkedHashSet<>();

    private boolean unknown;

    Queries(List<Node> nodes) {
        visit(nodes);
    }

    List<String> found() {
        return List.copyOf(found);
    }

    /** Whether there are others. */
    boolean hasUnknown() {
        return unknown;
    }

    private void visit(List<Node> nodes) {
        nodes.forEach(this::visit);
    }

    private void visit(Node node) {
        if (node instanceof Node.Action action) {
            visit(action.pipeline());
        } else if (node instanceof Node.If branch) {
            visit(branch.pipeline(), branch.body(), branch.otherwise());
        } else if (node instanceof Node.With with) {
            visit(with.pipeline(), with.body(), with.otherwise());
        } else if (node instanceof Node.Range range) {
            visit(range.pipeline(), range.body(), range.otherwise());
        }
    }

    private void visit(Operand.Pipeline pipeline, List<Node> body, List<Node> otherwise) {
        visit(pipeline);
        visit(body);
        visit(otherwise);
    }

    private void visit(Operand operand) {
        if (operand instanceof Operand.Chain chain) {
            visit(chain.operand());
        } else if (operand instanceof Operand.Pipeline pipeline) {
            visit(pipeline);
        }
    }

    private void visit(Operand.Pipeline pipeline) {
        List<Operand.Command> commands = pipeline.commands();
        for (int i = 0; i < commands.size(); i++) {
            List<Operand> arguments = commands.get(i).arguments();
            arguments.forEach(this::visit);
            if (is(QUERY, arguments.get(0))) {
                if (arguments.size() > 1) {
                    add(arguments.get(1));
                } else if (i > 0) {
                    // "up" | query
                    add(commands.get(i - 1));
                }
            }
        }
    }

    private static boolean is(String function, Operand operand) {
        return operand instanceof Operand.Identifier identifier
                && identifier.name().equals(function);
    }

    private void add(Operand.Command command) {
        List<Operand> arguments = command.arguments();
        if (arguments.size() == 1) {
            add(arguments.get(0));
        } else if (is(PRINTF, arguments.get(0))
                && arguments.get(1) instanceof Operand.Constant format
                && format.value() instanceof String text) {
            addFormat(text);
        } else {
            unknown = true;
        }
    }

    private void add(Operand operand) {
        if (operand instanceof Operand.Constant constant && constant.value() instanceof String text) {
            found.add(text);
        } else if (operand instanceof Operand.Pipeline pipeline) {
            // query ("up")
            add(pipeline.commands().get(pipeline.commands().size() - 1));
        } else {
            unknown = true;
        }
    }

    private void addFormat(String format) {
        String open = FILLED_IN.matcher(format).replaceAll(Matcher.quoteReplacement(ANYTHING));
        Matcher metric = METRIC.matcher(format);
        if (isExpression(open)) {
            found.add(open);
        } else if (metric.matches()) {
            found.add(metric.group(1));
        } else {
            unknown = true;
        }
    }

    /** One that does not leave open which metrics it reads. */
    private static boolean isExpression(String text) {
        if (text.contains("%") || text.contains("__name__")) {
            return false;
        }
        try {
            PromQl.parse(text);
            return true;
        } catch (PromQlException ex) {
            return false;
        }
    }
}
