package io.llmdatavault.observability.alert.sample;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import org.jspecify.annotations.Nullable;

/** The series that the latest sampling could not read. Bounded: of too many, those of one name are one. */
final class UnreadableSeries {

    private static final int MAX = 1000;

    /**
     * Why a series could not be read.
     *
     * @param open a label of which the values are not known; {@code null} for none
     * @param cause what was thrown
     */
    private record Failure(@Nullable String open, Throwable cause) {}

    private final Map<Labels, Failure> series = new HashMap<>();

    /** By metric name, where single series are too many. */
    private final Map<String, Failure> metrics = new HashMap<>();

    void clear() {
        series.clear();
        metrics.clear();
    }

    void add(Labels labels, @Nullable String open, Throwable cause) {
        if (series.size() < MAX) {
            series.putIfAbsent(labels, new Failure(open, cause));
        } else if (metrics.size() < MAX && !series.containsKey(labels)) {
            metrics.putIfAbsent(labels.metricName(), new Failure(open, cause));
        }
    }

    /** Fails if matchers select a series that could not be read. */
    void check(List<LabelMatcher> matchers) {
        series.forEach((labels, failure) -> {
            if (SelectorIndex.matches(matchers, labels, failure.open())) {
                fail(labels.metricName(), failure);
            }
        });
        metrics.forEach((name, failure) -> {
            if (matchers.stream()
                    .allMatch(matcher -> !matcher.name().equals(Labels.METRIC_NAME) || matcher.matches(name))) {
                fail(name, failure);
            }
        });
    }

    private static void fail(String name, Failure failure) {
        throw new IllegalStateException("The metric " + name + " cannot be read", failure.cause());
    }
}
