package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.List;

/**
 * What reading a rule file came to when its mistakes are to stop nothing. Immutable.
 *
 * @param file what is right of it
 * @param problems what is wrong with the rest, in the order of the file
 * @since 0.1.0
 */
public record RuleFileReading(RuleFile file, List<RuleFileProblem> problems) {

    public RuleFileReading {
        problems = List.copyOf(problems);
    }

    /** A file that is wrong as a whole. */
    static RuleFileReading wrong(String source, String message) {
        return new RuleFileReading(
                new RuleFile(source, List.of(), List.of()), List.of(new RuleFileProblem(source, 1, "", "", message)));
    }

    /**
     * All of the file.
     * @throws RuleFileException if anything is wrong
     */
    RuleFile orThrow() {
        if (!problems.isEmpty()) {
            throw new RuleFileException(problems);
        }
        return file;
    }
}
