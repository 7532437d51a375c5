package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Which labels decide that two series belong together: only some ({@code by}, {@code on}), or all but some and the
 * metric name ({@code without}, {@code ignoring}). Compares in place, as it is asked for every series of every query.
 */
final class LabelSelection {

    private final boolean only;

    private final String[] names;

    private LabelSelection(boolean only, Collection<String> names) {
        this.only = only;
        this.names = names.toArray(String[]::new);
        Arrays.sort(this.names);
    }

    static LabelSelection only(Collection<String> names) {
        return new LabelSelection(true, names);
    }

    static LabelSelection allBut(Collection<String> names) {
        Collection<String> excluded = new TreeSet<>(names);
        excluded.add(Labels.METRIC_NAME);
        return new LabelSelection(false, excluded);
    }

    /** All but some, the metric name included. */
    static LabelSelection allButKeepingName(Collection<String> names) {
        return new LabelSelection(false, names);
    }

    boolean contains(String name) {
        if (names.length > 8) {
            return Arrays.binarySearch(names, name) >= 0 == only;
        }
        for (String candidate : names) {
            if (candidate.equals(name)) {
                return only;
            }
        }
        return !only;
    }

    /** A hash of the selected labels, equal for labels that {@link #same} finds the same. */
    int hash(Labels labels) {
        if (isEverything()) {
            return spread(labels.hashCode());
        }
        int hash = 1;
        for (int i = 0; i < labels.size(); i++) {
            if (contains(labels.name(i))) {
                hash = 31 * (31 * hash + labels.name(i).hashCode())
                        + labels.value(i).hashCode();
            }
        }
        return spread(hash);
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }

    /** All labels are selected: what labels know of themselves is enough then. */
    private boolean isEverything() {
        return !only && names.length == 0;
    }

    /** Whether the selected labels of both are equal. */
    boolean same(Labels left, Labels right) {
        if (isEverything()) {
            return left.equals(right);
        }
        int i = next(left, 0);
        int j = next(right, 0);
        while (i < left.size() && j < right.size()) {
            if (!left.name(i).equals(right.name(j)) || !left.value(i).equals(right.value(j))) {
                return false;
            }
            i = next(left, i + 1);
            j = next(right, j + 1);
        }
        return i == left.size() && j == right.size();
    }

    private int next(Labels labels, int from) {
        int i = from;
        while (i < labels.size() && !contains(labels.name(i))) {
            i++;
        }
        return i;
    }

    /** The selected labels. */
    Labels of(Labels labels) {
        return labels.select(this::contains);
    }
}
