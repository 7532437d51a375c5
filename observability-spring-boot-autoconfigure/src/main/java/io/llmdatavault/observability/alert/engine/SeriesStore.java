package io.llmdatavault.observability.alert.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The series that rules select, and no others. Used by one thread. */
final class SeriesStore {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final List<Selector> selectors;

    private final int maxSeries;

    private final Map<String, Map<Map<String, String>, Series>> byName = new HashMap<>();

    private final Map<String, Throwable> unreadable = new HashMap<>();

    private int size;

    private boolean sampledBefore;

    private boolean warned;

    SeriesStore(List<Selector> selectors, int maxSeries) {
        this.selectors = List.copyOf(selectors);
        this.maxSeries = maxSeries;
    }

    /** Whether a rule selects a metric: what none selects is not even read. */
    boolean selects(String name) {
        return selectors.stream().anyMatch(selector -> selector.name().equals(name));
    }

    void add(Tick now, String name, Map<String, String> labels, double value, boolean counts) {
        long window = -1;
        for (Selector selector : selectors) {
            if (selector.matches(name, labels)) {
                window = Math.max(window, selector.window());
            }
        }
        if (window < 0) {
            return;
        }
        Map<Map<String, String>, Series> family = byName.computeIfAbsent(name, key -> new HashMap<>());
        Series series = family.get(labels);
        if (series == null) {
            if (size >= maxSeries) {
                warnOfTooMany();
                return;
            }
            series = new Series(labels, counts && sampledBefore);
            family.put(labels, series);
            size++;
        }
        series.add(now.nanos(), value, window);
    }

    void startOfSampling() {
        unreadable.clear();
    }

    /** Remembers that a metric could not be read. */
    void unreadable(String name, Throwable cause) {
        unreadable.putIfAbsent(name, cause);
    }

    /** Forgets the series that this sampling has not seen: their meters are gone. */
    void endOfSampling(Tick now) {
        sampledBefore = true;
        for (Map<Map<String, String>, Series> family : byName.values()) {
            int before = family.size();
            family.values().removeIf(series -> series.lastSeen() != now.nanos());
            size -= before - family.size();
        }
    }

    /** The series of a metric; fails where one of them could not be read. */
    Collection<Series> all(String name) {
        Throwable cause = unreadable.get(name);
        if (cause != null) {
            throw new IllegalStateException("The metric " + name + " cannot be read", cause);
        }
        return byName.getOrDefault(name, Map.of()).values();
    }

    private void warnOfTooMany() {
        if (!warned) {
            warned = true;
            logger.warn(
                    "Alert rules select more than {} series, further ones are ignored; see {}",
                    maxSeries,
                    "vault.observability.alerts.max-series");
        }
    }

    /**
     * Series that a rule needs.
     *
     * @param name the metric as Prometheus shows it
     * @param labels the labels that it must have
     * @param window how long its values are kept, in nanoseconds
     */
    record Selector(String name, Map<String, String> labels, long window) {

        boolean matches(String other, Map<String, String> otherLabels) {
            return name.equals(other) && matches(otherLabels);
        }

        boolean matches(Map<String, String> others) {
            return labels.entrySet().stream()
                    .allMatch(label -> label.getValue().equals(others.getOrDefault(label.getKey(), "")));
        }
    }
}
