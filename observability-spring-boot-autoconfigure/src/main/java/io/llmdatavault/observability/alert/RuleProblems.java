package io.llmdatavault.observability.alert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFileProblem;
import io.llmdatavault.observability.error.ConfigurationError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what is wrong with all rules, so that people see everything at once. */
final class RuleProblems {

    private static final Logger logger = LoggerFactory.getLogger(RuleProblems.class);

    private static final String RULES = AlertProperties.PREFIX + ".rules";

    private final List<InvalidRule> invalid = new ArrayList<>();

    /** Those that are about a key. */
    private final List<ConfigurationError> errors = new ArrayList<>();

    /** Where shipped rules are changed in a way that is wrong. */
    private final Set<String> changes = new HashSet<>();

    /** What is no reason not to start. */
    private final List<String> warnings = new ArrayList<>();

    void add(String source, String name, ConfigurationError error) {
        errors.add(error);
        invalid.add(new InvalidRule(source, name, text(error)));
    }

    void add(RuleFileProblem problem) {
        String name = problem.rule().isEmpty() ? problem.group() : problem.rule();
        invalid.add(new InvalidRule(problem.source(), name, problem.toString()));
    }

    /** What is wrong there leaves a shipped rule as it is. */
    void keepShipped(String source) {
        changes.add(source);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** Whether there is nothing to say. */
    boolean isEmpty() {
        return invalid.isEmpty() && warnings.isEmpty();
    }

    private static String text(ConfigurationError error) {
        String message = error.configKey() + " " + error.getMessage();
        String remedy = error.expectedType()
                .map(expected -> "Set it to " + expected + ".")
                .orElse("Correct it.");
        // Below a caret, nothing may follow in the line.
        return message + (message.contains("\n") ? "\n" : ". ") + remedy;
    }

    /** Ends the start-up where that is wanted; else a warning each. */
    List<InvalidRule> settle(AlertProperties.OnInvalidRule policy) {
        if (policy == AlertProperties.OnInvalidRule.FAIL && !invalid.isEmpty()) {
            throw error();
        }
        warnings.forEach(logger::warn);
        List<InvalidRule> leftOut = invalid.stream().map(this::withWhatIsKept).toList();
        leftOut.forEach(rule -> logger.warn("An alert rule is left out: {}", rule.message()));
        return leftOut;
    }

    private InvalidRule withWhatIsKept(InvalidRule rule) {
        return changes.contains(rule.source())
                ? new InvalidRule(rule.source(), rule.name(), rule.message() + " The shipped rule stays as it is.")
                : rule;
    }

    private ConfigurationError error() {
        if (invalid.size() == 1 && errors.size() == 1) {
            return errors.get(0);
        }
        String key =
                errors.isEmpty() ? RuleFiles.KEY : invalid.size() == errors.size() ? RULES : AlertProperties.PREFIX;
        String all = invalid.stream().map(InvalidRule::message).collect(Collectors.joining("\n"));
        ConfigurationError error = ConfigurationError.builder(key, "has rules that are wrong:\n\n" + all + "\n")
                .detail("Correct them. With " + AlertProperties.PREFIX
                        + ".on-invalid-rule=skip the application starts without them.")
                .build();
        // Whoever explains it shows what their keys have for values, and where.
        errors.forEach(error::addSuppressed);
        return error;
    }
}
