package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.List;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.promql.PromQlException;

/**
 * A rule file with errors. Its message has all of them.
 *
 * @since 0.1.0
 */
public final class RuleFileException extends PromQlException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // an immutable list
    private final List<RuleFileProblem> problems;

    RuleFileException(List<RuleFileProblem> problems) {
        super(problems.stream().map(RuleFileProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the file. */
    public List<RuleFileProblem> problems() {
        return problems;
    }
}
