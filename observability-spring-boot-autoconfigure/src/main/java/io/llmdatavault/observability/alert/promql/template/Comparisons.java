package io.llmdatavault.observability.alert.promql.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** {@code eq}, {@code lt} and what follows from these: only values of one type can be compared, 5 and 5.0 cannot. */
final class Comparisons {

    private Comparisons() {}

    /** Whether a value equals any of the others. */
    static boolean equal(@Nullable Object left, List<@Nullable Object> others) {
        requireComparable(left);
        if (others.isEmpty()) {
            throw new ExecutionException("missing argument for comparison");
        }
        for (Object right : others) {
            if (equal(left, right)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (isBasic(left) != isBasic(right) || (isBasic(left) && left.getClass() != right.getClass())) {
            throw new ExecutionException("incompatible types for comparison");
        }
        requireComparable(right);
        // Not equals(): 0 is -0, and NaN is nothing.
        return left instanceof Double number ? number.doubleValue() == (Double) right : left.equals(right);
    }

    static boolean less(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null || !isBasic(left) || !isBasic(right)) {
            throw new ExecutionException("invalid type for comparison");
        }
        if (left.getClass() != right.getClass()) {
            throw new ExecutionException("incompatible types for comparison");
        }
        if (left instanceof Double number) {
            return number < (Double) right;
        }
        if (left instanceof Long number) {
            return number < (Long) right;
        }
        if (left instanceof String text) {
            return text.compareTo((String) right) < 0;
        }
        throw new ExecutionException("invalid type for comparison");
    }

    static boolean lessOrEqual(@Nullable Object left, @Nullable Object right) {
        return less(left, right) || equal(left, right);
    }

    private static boolean isBasic(Object value) {
        return value instanceof Double || value instanceof Long || value instanceof Boolean || value instanceof String;
    }

    private static void requireComparable(@Nullable Object value) {
        if (value instanceof Map<?, ?> || value instanceof List<?> || value instanceof GoValues.Root) {
            throw new ExecutionException(
                    "non-comparable type " + GoFormat.printf("%s", List.of(value)) + ": " + GoValues.type(value));
        }
    }
}
