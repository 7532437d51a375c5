package io.llmdatavault.observability.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Turns the value of a structured field into what a JSON writer can write without running foreign code, masked. */
final class PlainValue {

    private PlainValue() {}

    static @Nullable Object of(Masker masker, String name, Object value) {
        return plain(masker, name, masker.mask(name, value));
    }

    private static @Nullable Object plain(Masker masker, String name, @Nullable Object masked) {
        if (masked == null || masked instanceof Number || masked instanceof Boolean) {
            return masked;
        }
        if (masked instanceof String text) {
            return WellFormed.text(text);
        }
        if (masked instanceof Map<?, ?> entries) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, value) ->
                    plain.put(WellFormed.text(String.valueOf(key)), plain(masker, String.valueOf(key), value)));
            return plain;
        }
        if (masked instanceof Collection<?> elements) {
            List<@Nullable Object> plain = new ArrayList<>(elements.size());
            for (Object element : elements) {
                plain.add(plain(masker, name, element));
            }
            return plain;
        }
        return WellFormed.text(masker.mask(name, toText(masked)));
    }

    private static String toText(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (RuntimeException | StackOverflowError ex) {
            // As SLF4J does for an argument of a message.
            return "[FAILED toString()]";
        }
    }
}
