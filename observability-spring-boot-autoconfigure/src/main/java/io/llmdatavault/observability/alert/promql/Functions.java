package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** All functions, by name. */
final class Functions {

    private static final Map<String, Function> ALL = new TreeMap<>();

    static {
        List.<Function>of().forEach(function -> ALL.put(function.name(), function));
    }

    private Functions() {}

    static @Nullable Function find(String name) {
        return ALL.get(name);
    }
}
