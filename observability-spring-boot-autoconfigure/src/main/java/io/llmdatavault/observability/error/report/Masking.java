package io.llmdatavault.observability.error.report;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Hides secrets from log lines and recent errors.
 *
 * @param text masks free text
 * @param value masks the value of a named field
 */
record Masking(UnaryOperator<String> text, BiFunction<String, Object, Object> value) {

    static final Masking NONE = new Masking(text -> text, (name, value) -> value);
}
