package io.llmdatavault.observability.alert.promql;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** {@code sort} and {@code sort_desc}. */
final class SortFunctions {

    static final List<Function> ALL = List.of(sort("sort", true), sort("sort_desc", false));

    private SortFunctions() {}

    private static Function sort(String name, boolean ascending) {
        return Function.of(
                name,
                ValueType.INSTANT_VECTOR,
                (evaluation, arguments) -> {
                    InstantVector vector = evaluation.vector(arguments.get(0));
                    InstantVector sorted = new InstantVector(vector.size());
                    IntStream.range(0, vector.size())
                            .boxed()
                            .sorted(Comparator.comparing(vector::value, nanLast(ascending)))
                            .forEach(index -> sorted.add(vector.labels(index), vector.value(index)));
                    return sorted;
                },
                ValueType.INSTANT_VECTOR);
    }

    /** Orders values, NaN last in both directions. */
    static Comparator<Double> nanLast(boolean ascending) {
        return (left, right) -> {
            if (left.isNaN() || right.isNaN()) {
                return Boolean.compare(left.isNaN(), right.isNaN());
            }
            int order = left < right ? -1 : left > right ? 1 : 0;
            return ascending ? order : -order;
        };
    }
}
