package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.RANGE_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.SCALAR;
import static io.llmdatavault.observability.alert.promql.ValueType.STRING;

/** All functions, by name. */
final class Functions {

    private static final Map<String, Function> ALL = new TreeMap<>();

    static {
        List<Function> functions = new ArrayList<>();
        for (String name : List.of(
                "abs",
                "absent",
                "acos",
                "acosh",
                "asin",
                "asinh",
                "atan",
                "atanh",
                "ceil",
                "cos",
                "cosh",
                "deg",
                "exp",
                "floor",
                "ln",
                "log10",
                "log2",
                "rad",
                "sgn",
                "sin",
                "sinh",
                "sort",
                "sort_desc",
                "sqrt",
                "tan",
                "tanh",
                "timestamp")) {
            functions.add(function(name, INSTANT_VECTOR, 0, false, INSTANT_VECTOR));
        }
        for (String name : List.of(
                "absent_over_time",
                "avg_over_time",
                "changes",
                "count_over_time",
                "delta",
                "deriv",
                "idelta",
                "increase",
                "irate",
                "last_over_time",
                "max_over_time",
                "min_over_time",
                "present_over_time",
                "rate",
                "resets",
                "stddev_over_time",
                "stdvar_over_time",
                "sum_over_time")) {
            functions.add(function(name, INSTANT_VECTOR, 0, false, RANGE_VECTOR));
        }
        for (String name : List.of(
                "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year")) {
            functions.add(function(name, INSTANT_VECTOR, 1, false, INSTANT_VECTOR));
        }
        functions.add(function("clamp", INSTANT_VECTOR, 0, false, INSTANT_VECTOR, SCALAR, SCALAR));
        functions.add(function("clamp_max", INSTANT_VECTOR, 0, false, INSTANT_VECTOR, SCALAR));
        functions.add(function("clamp_min", INSTANT_VECTOR, 0, false, INSTANT_VECTOR, SCALAR));
        functions.add(function("round", INSTANT_VECTOR, 1, false, INSTANT_VECTOR, SCALAR));
        functions.add(function("histogram_quantile", INSTANT_VECTOR, 0, false, SCALAR, INSTANT_VECTOR));
        functions.add(function("quantile_over_time", INSTANT_VECTOR, 0, false, SCALAR, RANGE_VECTOR));
        functions.add(function("predict_linear", INSTANT_VECTOR, 0, false, RANGE_VECTOR, SCALAR));
        functions.add(function("holt_winters", INSTANT_VECTOR, 0, false, RANGE_VECTOR, SCALAR, SCALAR));
        functions.add(function("label_join", INSTANT_VECTOR, 1, true, INSTANT_VECTOR, STRING, STRING, STRING));
        functions.add(
                function("label_replace", INSTANT_VECTOR, 0, false, INSTANT_VECTOR, STRING, STRING, STRING, STRING));
        functions.add(function("pi", SCALAR, 0, false));
        functions.add(function("time", SCALAR, 0, false));
        functions.add(function("scalar", SCALAR, 0, false, INSTANT_VECTOR));
        functions.add(function("vector", INSTANT_VECTOR, 0, false, SCALAR));
        functions.forEach(function -> ALL.put(function.name(), function));
    }

    private Functions() {}

    private static Function function(
            String name, ValueType returns, int optional, boolean repeated, ValueType... parameters) {
        return new Function(name, returns, List.of(parameters), optional, repeated, (evaluation, arguments) -> {
            throw new PromQlException("Not there yet.");
        });
    }

    static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /** All of them, in the order of their names. */
    static Collection<Function> all() {
        return Collections.unmodifiableCollection(ALL.values());
    }
}
