package io.llmdatavault.observability.error.report;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets from log lines and recent errors.
 *
 * @param text masks free text
 * @param value masks the value of a named field
 */
record Masking(UnaryOperator<String> text, BiFunction<String, Object, Object> value) {

    static final Masking NONE = new Masking(text -> text, (name, value) -> value);

    /** Masks with the application's masker; not at all when the application has switched masking off. */
    static Masking by(@Nullable Masker masker) {
        return masker == null ? NONE : new Masking(masker::maskText, masker::mask);
    }
}
