package io.llmdatavault.observability.alert.promql;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** All functions, by name. To add one, add a line to the table of its family. */
final class Functions {

    private static final SortedMap<String, Function> ALL = byName(
            MathFunctions.ALL,
            CounterFunctions.ALL,
            TrendFunctions.ALL,
            OverTimeFunctions.ALL,
            HistogramFunctions.ALL,
            LabelFunctions.ALL,
            SortFunctions.ALL,
            TimeFunctions.ALL,
            VectorFunctions.ALL);

    private Functions() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static SortedMap<String, Function> byName(List<Function>... families) {
        SortedMap<String, Function> functions = new TreeMap<>();
        Stream.of(families).flatMap(List::stream).forEach(function -> functions.put(function.name(), function));
        return Collections.unmodifiableSortedMap(functions);
    }

    static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /** All of them, in the order of their names. */
    static Collection<Function> all() {
        return ALL.values();
    }
}
