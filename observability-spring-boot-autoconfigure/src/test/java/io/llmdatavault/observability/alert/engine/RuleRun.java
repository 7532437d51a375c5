package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.Outcome;

/**
 * What became of a {@link RuleScenario}, at promtool or here: everything at each step, up to the first at which a rule
 * fails, where promtool ends.
 *
 * @param steps what was to be seen after each evaluation
 * @param failed the names of the rules that failed at the step after these; empty if none did
 */
record RuleRun(List<Step> steps, Set<String> failed) {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e[-+]\\d+)?");

    private static final String TEMPLATE_FAILED = "<error expanding template:";

    /**
     * What there is after one evaluation.
     *
     * @param written the series that rules have written, {@code ALERTS} and {@code ALERTS_FOR_STATE} among them, by their
     *     labels
     * @param firing the annotations of the alerts that fire, by their labels
     */
    record Step(Map<String, Double> written, Map<String, Map<String, String>> firing) {

        private boolean isSameAs(Step other) {
            return written.keySet().equals(other.written.keySet())
                    && firing.keySet().equals(other.firing.keySet())
                    && written.entrySet().stream()
                            .allMatch(series -> Outcome.isSame(series.getValue(), other.written.get(series.getKey())))
                    && firing.entrySet().stream()
                            .allMatch(alert -> isSameText(alert.getValue(), other.firing.get(alert.getKey())));
        }

        private static boolean isSameText(Map<String, String> texts, Map<String, String> others) {
            return texts.keySet().equals(others.keySet())
                    && texts.entrySet().stream()
                            .allMatch(text -> RuleRun.isSameText(text.getValue(), others.get(text.getKey())));
        }
    }

    /** The first difference, or empty. */
    String difference(RuleRun engine) {
        for (int i = 0; i < Math.min(steps.size(), engine.steps.size()); i++) {
            if (!steps.get(i).isSameAs(engine.steps.get(i))) {
                return "at step %d:%n promtool: %s%n engine:   %s".formatted(i, steps.get(i), engine.steps.get(i));
            }
        }
        if (steps.size() != engine.steps.size() || !failed.equals(engine.failed)) {
            return "promtool: %s fails at step %d, engine: %s at step %d"
                    .formatted(failed, steps.size(), engine.failed, engine.steps.size());
        }
        return "";
    }

    /** Whether two texts differ in nothing but the last digits of their numbers, or in why a template fails. */
    static boolean isSameText(String text, String other) {
        if (text.equals(other) || text.startsWith(TEMPLATE_FAILED) && other.startsWith(TEMPLATE_FAILED)) {
            return true;
        }
        List<String> numbers = numbers(text);
        List<String> others = numbers(other);
        boolean same = numbers.size() == others.size()
                && NUMBER.matcher(text)
                        .replaceAll("#")
                        .equals(NUMBER.matcher(other).replaceAll("#"));
        for (int i = 0; same && i < numbers.size(); i++) {
            same = Outcome.isSame(DataSet.number(numbers.get(i)), DataSet.number(others.get(i)));
        }
        return same;
    }

    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(matcher.group());
        }
        return numbers;
    }
}
