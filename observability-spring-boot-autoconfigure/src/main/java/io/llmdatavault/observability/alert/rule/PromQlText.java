package io.llmdatavault.observability.alert.rule;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the parts of expressions that conditions have in common. */
final class PromQlText {

    /** How old a process may be when it is looked at for the first time. */
    private static final Duration UNSEEN = Duration.ofMinutes(5);

    private PromQlText() {}

    /** {@code queue_depth{queue="ingest"}}. */
    static String selector(String metric, Map<String, String> labels) {
        return labels.isEmpty()
                ? metric
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + quoted(label.getValue()))
                        .collect(Collectors.joining(",", metric + "{", "}"));
    }

    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** {@code [1m30s]}. */
    static String range(Duration window) {
        return "[" + PrometheusText.of(window) + "]";
    }

    /**
     * By how much counters rose. One that was not there at the begin of the window was 0 then: {@code increase} alone
     * would miss what it was born with, such as the first error.
     */
    static String increase(String selector, Duration window) {
        return newborn(selector, window) + " or increase(" + selector + range(window) + ")";
    }

    /** How fast counters rose, per second; newborn ones as in {@link #increase}. */
    static String rate(String selector, Duration window) {
        return "(" + newborn(selector, window) + ") / " + seconds(window) + " or rate(" + selector + range(window)
                + ")";
    }

    /**
     * Counters that were not there at the begin of the window, where that says something: somebody looked then, or the
     * process was not there either, or so young that nobody may have looked at it yet. After a gap in the samples every
     * old counter would count as newborn otherwise.
     */
    private static String newborn(String selector, Duration window) {
        String offset = " offset " + PrometheusText.of(window);
        return "(" + selector + " unless " + selector + offset + ") and on (job, instance) (up" + offset
                + " == 1 or process_start_time_seconds > time() - " + seconds(window.plus(UNSEEN)) + ")";
    }

    private static String seconds(Duration window) {
        return PrometheusText.of(window.toMillis() / 1000.0);
    }

    /** One series for each instance, as it is the whole of a service that an alert of it is about. */
    static String sum(String expression) {
        return "sum by (job, instance) (" + expression + ")";
    }
}
