package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far back the selectors of all rules look at a series. Only those that can select its metric are asked, the
 * farthest first, so that one that matches ends the search.
 */
final class SelectorIndex {

    private final Map<String, List<SelectorReach>> byName = new HashMap<>();

    /** Those that may select several metrics. */
    private final List<SelectorReach> others = new ArrayList<>();

    SelectorIndex(List<SelectorReach> selected) {
        Map<List<LabelMatcher>, Long> longest = new HashMap<>();
        selected.forEach(selector -> longest.merge(selector.matchers(), selector.millis(), Math::max));
        longest.forEach((matchers, millis) -> {
            String name = metricName(matchers);
            List<SelectorReach> same = name == null ? others : byName.computeIfAbsent(name, key -> new ArrayList<>());
            same.add(new SelectorReach(matchers, millis));
        });
        Comparator<SelectorReach> farthestFirst =
                Comparator.comparingLong(SelectorReach::millis).reversed();
        byName.values().forEach(same -> same.sort(farthestFirst));
        others.sort(farthestFirst);
    }

    /** The one metric that these matchers can select, or {@code null} if it may be several. */
    static @Nullable String metricName(List<LabelMatcher> matchers) {
        for (LabelMatcher matcher : matchers) {
            if (isName(matcher) && matcher.operator() == LabelMatcher.Operator.EQUAL) {
                return matcher.value();
            }
        }
        return null;
    }

    static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        return matches(matchers, labels, null);
    }

    /** Whether matchers select a series with these labels, and with some value of the open one if there is one. */
    static boolean matches(List<LabelMatcher> matchers, Labels labels, @Nullable String open) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.name().equals(open) && !matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(LabelMatcher matcher) {
        return matcher.name().equals(Labels.METRIC_NAME);
    }

    /**
     * Whether some rule asks for a series with these labels by its metric name, and not by a pattern.
     * @param open a label that may have any value
     */
    boolean names(Labels labels, String open) {
        return reach(byName.getOrDefault(labels.metricName(), List.of()), labels, open) >= 0;
    }

    boolean selects(String metricName) {
        return byName.containsKey(metricName)
                || others.stream()
                        .anyMatch(selector -> selector.matchers().stream()
                                .allMatch(matcher -> !isName(matcher) || matcher.matches(metricName)));
    }

    /**
     * How far back some selector looks, in milliseconds; negative if none selects a series with these labels.
     * @param open a label that may have any value; {@code null} for none
     */
    long reach(Labels labels, @Nullable String open) {
        return Math.max(
                reach(byName.getOrDefault(labels.metricName(), List.of()), labels, open), reach(others, labels, open));
    }

    private static long reach(List<SelectorReach> candidates, Labels labels, @Nullable String open) {
        for (SelectorReach candidate : candidates) {
            if (matches(candidate.matchers(), labels, open)) {
                return candidate.millis();
            }
        }
        return -1;
    }
}
