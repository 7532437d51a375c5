package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by their labels and by matchers. What matchers have selected is remembered, and kept up to date when rows
 * come and go, so that regular expressions meet every row once.
 */
final class RowIndex {

    /** What remembering a selection takes beside its rows, in places of rows. */
    private static final int SELECTION_COST = 16;

    /**
     * Rows of one metric.
     *
     * @param rows all of them
     * @param selections those that matchers select which select no other metric
     */
    private record Metric(Map<Labels, SampleRow> rows, Map<List<LabelMatcher>, List<SampleRow>> selections) {}

    private final Map<String, Metric> metrics = new HashMap<>();

    /** By matchers that may select several metrics. */
    private final Map<List<LabelMatcher>, List<SampleRow>> selections = new HashMap<>();

    private final long maxRemembered;

    private long remembered;

    RowIndex(long maxRemembered) {
        this.maxRemembered = maxRemembered;
    }

    @Nullable
    SampleRow find(Labels labels) {
        Metric metric = metrics.get(labels.metricName());
        return metric == null ? null : metric.rows().get(labels);
    }

    void add(SampleRow row) {
        Metric metric =
                metrics.computeIfAbsent(row.labels().metricName(), key -> new Metric(new HashMap<>(), new HashMap<>()));
        metric.rows().put(row.labels(), row);
        add(row, metric.selections());
        add(row, selections);
        if (remembered > maxRemembered) {
            forget();
        }
    }

    private void add(SampleRow row, Map<List<LabelMatcher>, List<SampleRow>> known) {
        known.forEach((matchers, selected) -> {
            if (SelectorIndex.matches(matchers, row.labels())) {
                selected.add(row);
                remembered++;
            }
        });
    }

    void remove(List<SampleRow> ended) {
        Set<String> names = new HashSet<>();
        for (SampleRow row : ended) {
            String name = row.labels().metricName();
            Metric metric = metrics.get(name);
            if (metric != null && metric.rows().remove(row.labels()) != null) {
                names.add(name);
            }
        }
        for (String name : names) {
            Metric metric = metrics.get(name);
            if (metric != null) {
                removeDropped(metric.selections().values());
                if (metric.rows().isEmpty()) {
                    remembered -= (long) SELECTION_COST * metric.selections().size();
                    metrics.remove(name);
                }
            }
        }
        removeDropped(selections.values());
    }

    private void removeDropped(Collection<List<SampleRow>> lists) {
        for (List<SampleRow> list : lists) {
            int before = list.size();
            list.removeIf(row -> !row.isKept());
            remembered -= before - list.size();
        }
    }

    /** The rows that satisfy all matchers; not to be changed. */
    List<SampleRow> select(List<LabelMatcher> matchers) {
        String name = SelectorIndex.metricName(matchers);
        if (name == null) {
            List<SampleRow> known = selections.get(matchers);
            return known != null ? known : remember(matchers, metrics.values(), selections);
        }
        Metric metric = metrics.get(name);
        if (metric == null) {
            return List.of();
        }
        List<SampleRow> known = metric.selections().get(matchers);
        return known != null ? known : remember(matchers, List.of(metric), metric.selections());
    }

    private List<SampleRow> remember(
            List<LabelMatcher> matchers,
            Collection<Metric> where,
            Map<List<LabelMatcher>, List<SampleRow>> selectionsThere) {
        List<SampleRow> selected = new ArrayList<>();
        for (Metric metric : where) {
            for (SampleRow row : metric.rows().values()) {
                if (SelectorIndex.matches(matchers, row.labels())) {
                    selected.add(row);
                }
            }
        }
        long cost = (long) SELECTION_COST + selected.size();
        if (remembered + cost > maxRemembered) {
            forget();
        }
        if (cost <= maxRemembered) {
            remembered += cost;
            selectionsThere.put(List.copyOf(matchers), selected);
        }
        return selected;
    }

    private void forget() {
        remembered = 0;
        selections.clear();
        metrics.values().forEach(metric -> metric.selections().clear());
    }
}
