package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.StaleMarker;

/** The samples of one writer, kept for ever and in the simplest way. */
final class SampleModel {

    private final Map<Labels, NavigableMap<Long, Double>> samples = new HashMap<>();

    private long now = Long.MIN_VALUE;

    void begin(long timestamp) {
        now = timestamp;
    }

    void write(Labels labels, double value) {
        samples.computeIfAbsent(labels, key -> new TreeMap<>()).putIfAbsent(now, value);
    }

    void mark(Labels labels) {
        NavigableMap<Long, Double> series = samples.get(labels);
        if (series != null) {
            series.putIfAbsent(now, StaleMarker.VALUE);
        }
    }

    void end(boolean markAbsent) {
        if (markAbsent) {
            samples.keySet().forEach(this::mark);
        }
    }

    void shift(long millis) {
        samples.replaceAll((labels, series) -> {
            NavigableMap<Long, Double> shifted = new TreeMap<>();
            series.forEach((timestamp, value) -> shifted.put(timestamp + millis, value));
            return shifted;
        });
        now = now == Long.MIN_VALUE ? now : now + millis;
    }

    /** The samples of each series that has any, from the first one on that is not a stale marker. */
    Map<Labels, List<String>> query(List<LabelMatcher> matchers, long from, long to) {
        Map<Labels, List<String>> found = new HashMap<>();
        samples.forEach((labels, series) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                List<String> texts = new ArrayList<>();
                series.subMap(from, true, to, true)
                        .forEach((timestamp, value) -> addUnlessLeading(texts, timestamp, value));
                if (!texts.isEmpty()) {
                    found.put(labels, texts);
                }
            }
        });
        return found;
    }

    /** What the store says, in the same form. */
    static Map<Labels, List<String>> query(SampleStore store, List<LabelMatcher> matchers, long from, long to) {
        Map<Labels, List<String>> found = new HashMap<>();
        for (Series series : store.series(matchers, from, to)) {
            List<String> texts = new ArrayList<>();
            for (int i = series.from(); i < series.to(); i++) {
                addUnlessLeading(texts, series.timestamps()[i], series.values()[i]);
            }
            if (found.put(series.labels(), texts) != null) {
                throw new IllegalStateException("Twice: " + series.labels());
            }
        }
        return found;
    }

    private static void addUnlessLeading(List<String> texts, long timestamp, double value) {
        boolean stale = StaleMarker.is(value);
        if (!stale || !texts.isEmpty()) {
            texts.add(timestamp + "=" + (stale ? "stale" : value));
        }
    }
}
