package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The series that rules select, and no others. Bounded in series and in values. Used by one thread. */
final class SeriesStore {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    /** 16 bytes each: 32 MB. */
    private static final long MAX_POINTS = 2_000_000;

    private static final String BUCKET = "_bucket";

    private static final String BOUND = "le";

    private final List<Selector> selectors;

    private final int maxSeries;

    private final long interval;

    private final long maxPoints;

    private final Map<String, Map<Map<String, String>, Series>> byName = new HashMap<>();

    private Map<String, List<Unreadable>> unreadable = new HashMap<>();

    private Map<String, List<Unreadable>> unreadableBefore = new HashMap<>();

    private Set<String> withoutRoom = new HashSet<>();

    private Set<String> withoutRoomBefore = new HashSet<>();

    private int size;

    /** How many values the series may have when their windows are full. */
    private long points;

    private boolean sampledBefore;

    private boolean warned;

    SeriesStore(List<Selector> selectors, int maxSeries, Duration interval) {
        this(selectors, maxSeries, interval, MAX_POINTS);
    }

    SeriesStore(List<Selector> selectors, int maxSeries, Duration interval, long maxPoints) {
        this.selectors = List.copyOf(selectors);
        this.maxSeries = maxSeries;
        this.interval = interval.toNanos();
        this.maxPoints = maxPoints;
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
            // Those of the window, the one before it, and one for an evaluation that comes early.
            int needed = (int) (window / interval) + 3;
            if (size >= maxSeries || points + needed > maxPoints) {
                withoutRoom.add(name);
                warnOfTooMany();
                return;
            }
            series = new Series(labels, counts && isNew(name, labels), needed);
            family.put(labels, series);
            size++;
            points += needed;
        } else if (series.lastSeen() == now.nanos()) {
            // Two meters under one name: the first one counts, always the same one.
            return;
        }
        series.add(now.nanos(), value, window);
    }

    /** Not when it was there before and could only not be read, or not be kept. */
    private boolean isNew(String name, Map<String, String> labels) {
        return sampledBefore
                && !withoutRoomBefore.contains(name)
                && find(unreadableBefore, name, labels) == null
                && find(unreadable, name, labels) == null;
    }

    void startOfSampling() {
        unreadableBefore = unreadable;
        unreadable = new HashMap<>();
        withoutRoomBefore = withoutRoom;
        withoutRoom = new HashSet<>();
    }

    /** Remembers that a series could not be read; that all of its name could not where its labels are not known. */
    void unreadable(String name, @Nullable Map<String, String> labels, Throwable cause) {
        List<Unreadable> list = unreadable.computeIfAbsent(name, key -> new ArrayList<>());
        list.add(new Unreadable(list.size() < maxSeries ? labels : null, cause));
        if (list.size() > maxSeries + 1) {
            list.remove(list.size() - 1);
        }
    }

    private static @Nullable Unreadable find(
            Map<String, List<Unreadable>> where, String name, Map<String, String> labels) {
        for (Unreadable candidate : where.getOrDefault(name, List.of())) {
            if (candidate.labels() == null || candidate.labels().equals(withoutBound(name, labels))) {
                return candidate;
            }
        }
        return null;
    }

    /** Which buckets a histogram has is not known when it cannot be read. */
    private static Map<String, String> withoutBound(String name, Map<String, String> labels) {
        if (!name.endsWith(BUCKET) || !labels.containsKey(BOUND)) {
            return labels;
        }
        Map<String, String> others = new HashMap<>(labels);
        others.remove(BOUND);
        return others;
    }

    /** Forgets the series that this sampling has not seen: their meters are gone. Not those that it could not read. */
    void endOfSampling(Tick now) {
        sampledBefore = true;
        byName.forEach((name, family) -> family.values().removeIf(series -> {
            boolean gone = series.lastSeen() != now.nanos() && find(unreadable, name, series.labels()) == null;
            if (gone) {
                size--;
                points -= series.maxPoints();
            }
            return gone;
        }));
    }

    /** The series that are selected; fails where one of them could not be read. */
    List<Series> select(Selector selector) {
        String name = selector.name();
        for (Unreadable candidate : unreadable.getOrDefault(name, List.of())) {
            Map<String, String> labels = candidate.labels();
            if (labels == null || selector.withoutBound().matches(labels)) {
                throw new IllegalStateException("The metric " + name + " cannot be read", candidate.cause());
            }
        }
        return byName.getOrDefault(name, Map.of()).values().stream()
                .filter(series -> selector.matches(series.labels()))
                .toList();
    }

    private void warnOfTooMany() {
        if (!warned) {
            warned = true;
            logger.warn(
                    "Alert rules select more than {} series, or windows of more than {} values together; further"
                            + " series are ignored; see {}",
                    maxSeries,
                    maxPoints,
                    "vault.observability.alerts.max-series");
        }
    }

    /**
     * A series that could not be read.
     *
     * @param labels its labels; {@code null} where they are not known
     * @param cause why
     */
    private record Unreadable(@Nullable Map<String, String> labels, Throwable cause) {}

    /**
     * Series that a rule needs.
     *
     * @param name the metric as Prometheus shows it
     * @param labels the labels that it must have
     * @param window how long its values are kept, in nanoseconds
     */
    record Selector(String name, Map<String, String> labels, long window) {

        Selector withoutBound() {
            return new Selector(name, SeriesStore.withoutBound(name, labels), window);
        }

        boolean matches(String other, Map<String, String> otherLabels) {
            return name.equals(other) && matches(otherLabels);
        }

        boolean matches(Map<String, String> others) {
            return labels.entrySet().stream()
                    .allMatch(label -> label.getValue().equals(others.getOrDefault(label.getKey(), "")));
        }
    }
}
