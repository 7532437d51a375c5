package io.llmdatavault.observability.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Whether the text of a validation rule shows the value that was rejected. A template may do so by
 * {@code ${validatedValue}}, also behind a key whose text nobody can look at; then the value itself is looked for. Such a
 * text may also show the value formatted, or a property of it: what has more than one form is taken to be shown.
 */
final class InputText {

    private static final String STANDARD_TEMPLATE = "{jakarta.validation.constraints.";

    /** Shorter values stand in a standard text by chance: the 0 in "must be greater than 0". */
    private static final int MIN_LENGTH_IN_STANDARD_TEXT = 4;

    private InputText() {}

    static boolean mayShow(String text, @Nullable String template, @Nullable Object rejectedValue) {
        if (template != null && !template.contains("{")) {
            return false;
        }
        if (template != null && template.contains("validatedValue")) {
            return true;
        }
        boolean standard = template != null && template.startsWith(STANDARD_TEMPLATE);
        if (template != null && !standard && !hasOneForm(rejectedValue)) {
            return true;
        }
        return values(rejectedValue)
                .anyMatch(value -> standard
                        ? value.length() >= MIN_LENGTH_IN_STANDARD_TEXT && text.contains(value)
                        : containsWord(text, value));
    }

    private static boolean hasOneForm(@Nullable Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).allMatch(InputText::hasOneForm);
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().allMatch(InputText::hasOneForm);
        }
        return value == null
                || value instanceof CharSequence
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof UUID
                || isWholeNumber(value);
    }

    private static boolean isWholeNumber(Object value) {
        // From four digits on a language may group them.
        return value instanceof Number number
                && number.longValue() == number.doubleValue()
                && Math.abs(number.longValue()) < 1000;
    }

    private static Stream<String> values(@Nullable Object rejectedValue) {
        if (rejectedValue instanceof Object[] array) {
            return Arrays.stream(array).flatMap(InputText::values);
        }
        if (rejectedValue instanceof Collection<?> collection) {
            return collection.stream().flatMap(InputText::values);
        }
        return rejectedValue == null
                ? Stream.empty()
                : Stream.of(rejectedValue.toString()).filter(value -> !value.isBlank());
    }

    private static boolean containsWord(String text, String value) {
        int start = text.indexOf(value);
        while (start >= 0) {
            int end = start + value.length();
            boolean startsWord = start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1));
            boolean endsWord = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if ((startsWord && endsWord) || value.length() >= MIN_LENGTH_IN_STANDARD_TEXT) {
                return true;
            }
            start = text.indexOf(value, start + 1);
        }
        return false;
    }
}
