package io.llmdatavault.observability.error;

import java.io.Serializable;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One broken rule of a request.
 *
 * @param field the path of the field, as in {@code address.lines[0]}
 * @param constraint the name of the rule, as in {@code Size}
 * @param actualValue what the caller sent, for the service's own eyes: no problem, log line or span shows it
 * @param expected the sentence that tells the caller what to send instead
 * @since 0.1.0
 */
public record ValidationViolation(
        String field, String constraint, @Nullable String actualValue, String expected) implements Serializable {

    /**
     * Checks that everything a caller needs to correct the request is there.
     * @throws NullPointerException when anything but {@code actualValue} is {@code null}
     */
    public ValidationViolation {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(constraint, "constraint");
        Objects.requireNonNull(expected, "expected");
    }

    /**
     * Leaves out the value the caller sent, so that printing a violation never shows it.
     */
    @Override
    public String toString() {
        return field + " (" + constraint + "): " + expected;
    }
}
