package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The labels of a series, sorted by name, the metric name among them as {@code __name__}. Immutable. A label with an
 * empty value is none, as in Prometheus.
 *
 * @since 0.1.0
 */
public final class Labels {

    /** The label that holds the metric name. */
    public static final String METRIC_NAME = "__name__";

    /** No labels. */
    public static final Labels EMPTY = new Labels(new String[0]);

    /** Name, value, name, value … */
    private final String[] pairs;

    private final int hash;

    /** Computed at the first call; a second thread would compute an equal one. */
    private @Nullable Labels withoutName;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /** The labels of a map; entries with an empty value are left out, names are not checked. */
    public static Labels of(Map<String, String> labels) {
        Map<String, String> sorted = new TreeMap<>(labels);
        sorted.values().removeIf(String::isEmpty);
        String[] pairs = new String[sorted.size() * 2];
        int i = 0;
        for (Map.Entry<String, String> label : sorted.entrySet()) {
            pairs[i++] = label.getKey();
            pairs[i++] = label.getValue();
        }
        return pairs.length == 0 ? EMPTY : new Labels(pairs);
    }

    /** How many labels there are. */
    public int size() {
        return pairs.length / 2;
    }

    /** The value of a label, or empty if there is none of that name. */
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    /** The metric name, or empty. */
    public String metricName() {
        return get(METRIC_NAME);
    }

    /** Calls back with name and value of each label, in the order of their names. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** A modifiable copy, in the order of the names. */
    public Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        forEach(map::put);
        return map;
    }

    /** These labels but the metric name. */
    public Labels withoutName() {
        Labels without = withoutName;
        if (without == null) {
            without = select(name -> !name.equals(METRIC_NAME));
            withoutName = without;
        }
        return without;
    }

    /**
     * These labels with one set, or removed if the value is empty.
     * @param name the name, which is not checked; {@link #METRIC_NAME} for the metric name
     * @param value the value, or empty
     */
    public Labels with(String name, String value) {
        int position = 0;
        while (position < pairs.length && pairs[position].compareTo(name) < 0) {
            position += 2;
        }
        boolean present = position < pairs.length && pairs[position].equals(name);
        if (value.isEmpty()) {
            return present ? select(other -> !other.equals(name)) : this;
        }
        String[] changed = new String[present ? pairs.length : pairs.length + 2];
        System.arraycopy(pairs, 0, changed, 0, position);
        changed[position] = name;
        changed[position + 1] = value;
        int after = present ? position + 2 : position;
        System.arraycopy(pairs, after, changed, position + 2, pairs.length - after);
        return new Labels(changed);
    }

    /** The name of a label, from 0. */
    String name(int index) {
        return pairs[2 * index];
    }

    /** The value of a label, from 0. */
    String value(int index) {
        return pairs[2 * index + 1];
    }

    /** Only the labels whose name passes. */
    Labels select(Predicate<String> names) {
        String[] kept = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.test(pairs[i])) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        if (length == pairs.length) {
            return this;
        }
        return length == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Labels labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As Prometheus writes it: {@code http_requests_total{method="GET", path="/"}}. */
    @Override
    public String toString() {
        return Printer.print(this);
    }
}
