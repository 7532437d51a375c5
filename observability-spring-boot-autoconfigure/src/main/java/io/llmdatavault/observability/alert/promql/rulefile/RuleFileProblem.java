package io.llmdatavault.observability.alert.promql.rulefile;

/**
 * What is wrong at one place of a rule file.
 *
 * @param source what the reader of the file called it
 * @param line the line, from 1
 * @param group the name of the group, or empty
 * @param rule the name of the rule, or empty
 * @param message what is wrong and what to write; may have more than one line
 * @since 0.1.0
 */
public record RuleFileProblem(String source, int line, String group, String rule, String message) {

    /** All of it: {@code rules.yml:12: group "api", rule "HighErrorRate": …}. */
    @Override
    public String toString() {
        return source + ":" + line + ": "
                + (group.isEmpty() ? "" : "group \"" + group + "\"" + (rule.isEmpty() ? ": " : ", "))
                + (rule.isEmpty() ? "" : "rule \"" + rule + "\": ")
                + message;
    }
}
