package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.rulefile.Rule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFileProblem;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFileReading;
import io.llmdatavault.observability.alert.promql.rulefile.RuleGroup;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes groups of rule files. What is computed stays what the file says; what Prometheus does not know, such as an id and
 * a severity, is found out.
 */
final class FileRules {

    private static final Logger logger = LoggerFactory.getLogger(FileRules.class);

    private static final int LONGEST_ID = 180;

    /** An interval that is longer is a mistake, and its nanoseconds might overflow; any other time is as good as for ever. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final RuleReach reach;

    private final ShortWindows windows;

    private final RuleProblems problems;

    private final Set<String> ids;

    /** How many rules of all files have a name. */
    private final Map<String, Integer> names = new HashMap<>();

    private final List<RuleFileProblem> warnings = new ArrayList<>();

    /**
     * For rules beside others.
     * @param ids those of the other rules
     */
    FileRules(RuleReach reach, ShortWindows windows, RuleProblems problems, Set<String> ids) {
        this.reach = reach;
        this.windows = windows;
        this.problems = problems;
        this.ids = new HashSet<>(ids);
    }

    List<EvaluationGroup> groups(List<RuleFileReading> readings) {
        List<EvaluationGroup> groups = new ArrayList<>();
        for (RuleFileReading reading : readings) {
            reading.problems().forEach(problems::add);
            warnings.addAll(reading.file().warnings());
            reading.file().groups().stream()
                    .flatMap(group -> group.rules().stream())
                    .filter(AlertingRule.class::isInstance)
                    .forEach(rule -> names.merge(rule.name(), 1, Integer::sum));
        }
        for (RuleFileReading reading : readings) {
            RuleFile file = reading.file();
            for (RuleGroup group : file.groups()) {
                if (group.interval().compareTo(LONGEST) > 0) {
                    problems.add(problem(file.source(), group));
                } else {
                    groups.add(group(file.source(), group));
                }
            }
        }
        return groups;
    }

    /** One line for each, where the application starts at all. */
    void logWarnings() {
        warnings.forEach(warning -> logger.warn("Rule file {}", warning));
    }

    private static RuleFileProblem problem(String source, RuleGroup group) {
        return new RuleFileProblem(
                source, group.line(), group.name(), "", "\"interval\" is longer than 365d. Use one of 365d at most.");
    }

    private EvaluationGroup group(String source, RuleGroup group) {
        List<EvaluationRule> rules = new ArrayList<>();
        for (Rule rule : group.rules()) {
            Function<String, RuleFileProblem> problemOf =
                    message -> new RuleFileProblem(source, rule.line(), group.name(), rule.name(), message);
            String problem = reach.problem(rule.expression());
            if (problem != null) {
                problems.add(problemOf.apply("\"expr\" " + problem + ". Use " + reach.remedy(problem) + "."));
                continue;
            }
            String shortWindow = windows.problem(rule.expression());
            if (shortWindow != null) {
                warnings.add(problemOf.apply("\"expr\" " + shortWindow));
            }
            if (rule instanceof AlertingRule alerting) {
                warn(alerting.labels(), problemOf);
                warn(alerting.annotations(), problemOf);
                rules.add(new EvaluationRule(alerting, alert(alerting, group.name())));
            } else if (rule instanceof RecordingRule recording) {
                rules.add(EvaluationRule.of(recording));
            }
        }
        return new EvaluationGroup(group.name(), source, group.interval(), group.limit(), rules);
    }

    /** Prometheus finds out when the alert fires, and goes on. */
    private void warn(Map<String, Template> templates, Function<String, RuleFileProblem> problemOf) {
        templates.forEach((name, template) -> {
            String problem = reach.problem(template);
            if (problem != null) {
                warnings.add(problemOf.apply("\"" + name + "\" " + problem));
            }
            if (template.hasUnknownQueries()) {
                warnings.add(problemOf.apply("\"" + name + "\" " + RuleReach.UNKNOWN_QUERY));
            }
        });
    }

    private AlertRule alert(AlertingRule rule, String group) {
        AlertRule.Builder builder = AlertRule.builder(id(rule.name(), group))
                .name(rule.name())
                .severity(constant(rule.labels().get("severity"), AlertSeverity.values(), AlertSeverity.WARNING))
                .category(constant(rule.labels().get("category"), AlertCategory.values(), AlertCategory.AVAILABILITY))
                .condition(new PromQlCondition(rule.expression()))
                .pendingFor(bounded(rule.pendingFor()))
                .keepFiringFor(bounded(rule.keepFiringFor()));
        rule.labels().forEach(builder::label);
        rule.annotations().forEach(builder::annotation);
        return builder.build();
    }

    /** What a label says as it stands; a template says it only when an alert fires. */
    private static <E extends Enum<E>> E constant(@Nullable Template label, E[] values, E otherwise) {
        return Arrays.stream(values)
                .filter(value -> label != null && value.name().equalsIgnoreCase(label.toString()))
                .findFirst()
                .orElse(otherwise);
    }

    /** Nothing waits longer; what is shown need not be more than that. */
    private static Duration bounded(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    private String id(String name, String group) {
        String id = printable(name);
        if (names.getOrDefault(name, 0) > 1 || ids.contains(id)) {
            id = printable(group + "/" + name);
        }
        String unique = id;
        for (int i = 2; !ids.add(unique); i++) {
            unique = id + "#" + i;
        }
        return unique;
    }

    /** Names of Prometheus may be any text. */
    private static String printable(String name) {
        StringBuilder id = new StringBuilder();
        int characters = 0;
        for (int i = 0;
                i < name.length() && characters < LONGEST_ID / 2;
                i += Character.charCount(name.codePointAt(i))) {
            int character = name.codePointAt(i);
            id.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
            characters++;
        }
        return id.toString().isBlank() ? "alert" : id.toString();
    }
}
