package io.llmdatavault.observability.alert.promql.rulefile;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/**
 * What every rule has to be, whether a file has it or not. Each check gives what is wrong, or {@code null}: the reader of
 * files collects it, a rule that is made otherwise fails with it.
 */
final class RuleChecks {

    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private RuleChecks() {}

    static @Nullable String seriesName(String name) {
        return METRIC_NAME.matcher(name).matches()
                ? null
                : "\"" + name + "\" is no name of a series. Write letters, digits, _ and :, no digit first.";
    }

    static @Nullable String annotation(String name) {
        return LABEL_NAME.matcher(name).matches()
                ? null
                : "\"" + name + "\" is no name for a label. Write letters, digits and _, no digit first.";
    }

    static @Nullable String label(String name) {
        return name.equals(Labels.METRIC_NAME)
                ? "A label \"" + name + "\" would rename the series. Use \"record\" for that."
                : annotation(name);
    }

    static @Nullable String duration(Duration duration) {
        return duration.isNegative() ? "A duration of a rule must not be negative, but is " + duration + "." : null;
    }

    static void requireLabels(Set<String> names) {
        names.forEach(name -> require(label(name)));
    }

    static void requireAnnotations(Set<String> names) {
        names.forEach(name -> require(annotation(name)));
    }

    static void require(@Nullable String problem) {
        if (problem != null) {
            throw new PromQlException(problem);
        }
    }
}
