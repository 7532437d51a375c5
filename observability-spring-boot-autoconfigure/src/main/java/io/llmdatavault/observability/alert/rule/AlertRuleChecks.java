package io.llmdatavault.observability.alert.rule;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;

/** What must be right about a rule, whoever made it. Errors name the key that the rule would have in properties. */
final class AlertRuleChecks {

    private static final int LONGEST_ID = 200;

    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String id;

    AlertRuleChecks(String id) {
        this.id = id;
    }

    static PromQlCondition expression(String id, String promql) {
        try {
            return PromQlCondition.of(promql);
        } catch (PromQlException ex) {
            throw new AlertRuleChecks(id)
                    .error(
                            "expr",
                            "is not an expression that a rule can have. " + ex.getMessage(),
                            "an expression of Prometheus, as in queue_depth > 1000");
        }
    }

    void requireId() {
        if (id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw error(
                    "",
                    "is not an id of a rule: '" + id + "'",
                    "1 to " + LONGEST_ID + " characters that can be printed, as in high-error-rate");
        }
    }

    void requireDuration(String member, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw error(
                    member, "must be 0s to 365d, but is " + DurationText.of(duration), "a duration from 0s, as in 5m");
        }
    }

    /** Names of labels or annotations. */
    void requireNames(String member, Set<String> names) {
        names.forEach(name -> {
            boolean renames = member.equals("labels") && name.equals(Labels.METRIC_NAME);
            if (renames || !LABEL_NAME.matcher(name).matches()) {
                throw error(
                        member,
                        "has a name that Prometheus does not take: '" + name + "'",
                        "names of letters, digits and underscores, as in team");
            }
        });
    }

    /** The value of a label or annotation. */
    Template template(String member, String name, String text) {
        try {
            return Template.parse(text);
        } catch (PromQlException ex) {
            throw error(
                    member + "." + name,
                    "is not a template of Prometheus. " + ex.getMessage(),
                    "a text, or a template as in {{ $labels.instance }} has {{ $value }}");
        }
    }

    ConfigurationError error(String member, String problem, String expected) {
        String key = "vault.observability.alerts.rules." + id + (member.isEmpty() ? "" : "." + member);
        return ConfigurationError.builder(key, problem).expectedType(expected).build();
    }
}
