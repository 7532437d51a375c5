package io.llmdatavault.observability.alert.promql;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What PromQL has and this package has not: functions and modifiers of native histograms and of versions after
 * Prometheus 2.42. Whoever writes them reads so, and not that they mistyped.
 */
final class Unsupported {

    static final String QUOTED_NAMES = "names between quotes are not supported: they are newer than Prometheus 2.42";

    static final String DURATION_ARITHMETIC =
            "calculating with durations is not supported: it is newer than Prometheus 2.42";

    private static final Map<String, String> FUNCTIONS = functionsLeftOut();

    private static final Map<String, String> AGGREGATIONS =
            reasons("it is newer than Prometheus 2.42", "limitk", "limit_ratio");

    /** Words that later versions read after an expression. */
    private static final Set<String> MODIFIERS = Set.of("anchored", "smoothed", "fill", "fill_left", "fill_right");

    private Unsupported() {}

    private static Map<String, String> functionsLeftOut() {
        Map<String, String> reasons = reasons(
                "native histograms are not supported",
                "histogram_avg",
                "histogram_count",
                "histogram_fraction",
                "histogram_stddev",
                "histogram_stdvar",
                "histogram_sum");
        reasons.putAll(reasons(
                "it is experimental, or newer than Prometheus 2.42",
                "double_exponential_smoothing",
                "end",
                "first_over_time",
                "histogram_quantiles",
                "info",
                "mad_over_time",
                "max_of",
                "min_of",
                "range",
                "sort_by_label",
                "sort_by_label_desc",
                "start",
                "step",
                "ts_of_first_over_time",
                "ts_of_last_over_time",
                "ts_of_max_over_time",
                "ts_of_min_over_time"));
        return reasons;
    }

    private static Map<String, String> reasons(String reason, String... names) {
        Map<String, String> reasons = new TreeMap<>();
        for (String name : names) {
            reasons.put(name, reason);
        }
        return reasons;
    }

    /** What to say of a function of that name, or {@code null} if PromQL knows none. */
    static @Nullable String function(String name) {
        String reason = FUNCTIONS.get(name);
        return reason == null ? modifier(name) : "the function " + name + " is not supported: " + reason;
    }

    /** What to say of an aggregation of that name, or {@code null} if PromQL knows none. */
    static @Nullable String aggregation(String name) {
        String reason = AGGREGATIONS.get(name);
        return reason == null ? null : "the aggregation " + name + " is not supported: " + reason;
    }

    /** What to say of a number with a unit or an underscore, or {@code null} if PromQL knows none of that form. */
    static @Nullable String number(String text) {
        if (text.chars().allMatch(character -> character == '_' || Lexer.isDigit((char) character))) {
            return "underscores in numbers are not supported: they are newer than Prometheus 2.42";
        }
        try {
            PrometheusDuration.parse(text);
            return "durations as numbers are not supported: they are newer than Prometheus 2.42";
        } catch (PromQlException ex) {
            return null;
        }
    }

    /** What to say of a word after an expression, or {@code null} if PromQL knows none. */
    static @Nullable String modifier(String word) {
        return MODIFIERS.contains(word)
                ? "the modifier " + word + " is not supported: it is newer than Prometheus 2.42"
                : null;
    }

    /** Functions and why they are left out, in the order of their names. */
    static Map<String, String> functions() {
        return Collections.unmodifiableMap(FUNCTIONS);
    }

    /** Aggregations and why they are left out, in the order of their names. */
    static Map<String, String> aggregations() {
        return Collections.unmodifiableMap(AGGREGATIONS);
    }
}
