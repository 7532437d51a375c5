package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * Which series of two instant vectors are partners: {@code on(path) group_left(team)}.
 *
 * @param cardinality how many partners a series may have
 * @param on whether {@code labels} are those that must be equal, instead of those that need not be
 * @param labels the labels of {@code on} or {@code ignoring}
 * @param include the labels that {@code group_left} or {@code group_right} takes from the side of the ones
 * @since 0.1.0
 */
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {

    /** Neither {@code on} nor {@code ignoring}. */
    public static final VectorMatching NONE = new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** How many partners a series may have. */
    public enum Cardinality {
        /** One on each side. */
        ONE_TO_ONE,
        /** {@code group_left}: many on the left side. */
        MANY_TO_ONE,
        /** {@code group_right}: many on the right side. */
        ONE_TO_MANY,
        /** Set operators. */
        MANY_TO_MANY
    }
}
