package io.llmdatavault.observability.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides by a name how its value is masked. A name matches an entry when its words, in singular or plural, contain the
 * words of the entry in a row. Reads names where they stand in a longer text and allocates nothing, so that no cache of
 * names has to be kept bounded.
 */
final class SensitiveNames {

    private static final int ASCII = 128;

    private final List<Entry> entries;

    /** The first characters of all entries: most words of most names are done after one look. */
    private final boolean[] firstCharacters = new boolean[ASCII];

    SensitiveNames(Collection<String> fields) {
        List<Entry> compiled = new ArrayList<>();
        for (String field : fields) {
            Entry entry = Entry.of(field);
            compiled.add(entry);
            for (String form : entry.forms()) {
                if (form.charAt(0) < ASCII) {
                    firstCharacters[form.charAt(0)] = true;
                }
            }
        }
        this.entries = List.copyOf(compiled);
    }

    Sensitivity of(CharSequence name) {
        return of(name, 0, name.length(), false);
    }

    /**
     * How the value under a name is masked.
     * @param text a text that holds the name
     * @param start where the name starts
     * @param end where it ends, exclusive
     * @param atEnd whether only words that end with the name count
     * @return the strictest way of all entries that match
     */
    Sensitivity of(CharSequence text, int start, int end, boolean atEnd) {
        Sensitivity result = Sensitivity.NONE;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= ASCII || firstCharacters[lower(c)]) {
                if (Character.isLetterOrDigit(c) && isWordStart(text, start, end, i)) {
                    result = strictestAt(text, start, end, i, atEnd, result);
                }
            }
        }
        return result;
    }

    private Sensitivity strictestAt(
            CharSequence text, int start, int end, int wordStart, boolean atEnd, Sensitivity soFar) {
        Sensitivity result = soFar;
        for (Entry entry : entries) {
            if (entry.sensitivity().compareTo(result) > 0 && entry.matches(text, start, end, wordStart, atEnd)) {
                result = entry.sensitivity();
            }
        }
        return result;
    }

    private static boolean isWordStart(CharSequence text, int start, int end, int i) {
        if (i == start || i == end) {
            return true;
        }
        char previous = text.charAt(i - 1);
        char current = text.charAt(i);
        if (!Character.isLetterOrDigit(previous) || !Character.isLetterOrDigit(current)) {
            return true;
        }
        if (Character.isDigit(previous) != Character.isDigit(current)) {
            return true;
        }
        if (!Character.isUpperCase(current)) {
            return false;
        }
        // accessToken | Token, and APIKey | Key.
        return !Character.isUpperCase(previous) || (i + 1 < end && Character.isLowerCase(text.charAt(i + 1)));
    }

    private static char lower(char c) {
        if (c < ASCII) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(c);
    }

    /** How much of a value is hidden, from nothing to everything. */
    enum Sensitivity {

        /** Not secret by its name. */
        NONE,

        /** Long values keep their ends; numbers and booleans are left: they are counts of tokens. */
        COUNTABLE,

        /** Long values keep their ends. */
        PARTIAL,

        /** Nothing is shown. */
        FULL,

        /** Nothing is shown, and in free text the value is a scheme and what follows it. */
        CREDENTIALS;

        private static Sensitivity of(String entry) {
            return switch (entry) {
                case "authorization" -> CREDENTIALS;
                case "password", "secret", "privatekey" -> FULL;
                case "token" -> COUNTABLE;
                default -> PARTIAL;
            };
        }
    }

    /**
     * One configured field name.
     *
     * @param forms its words run together in lower case, as written and in singular
     * @param sensitivity how values under it are masked
     */
    private record Entry(List<String> forms, Sensitivity sensitivity) {

        static Entry of(String field) {
            StringBuilder letters = new StringBuilder();
            field.chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
            String written = letters.toString().toLowerCase(Locale.ROOT);
            String singular = written.endsWith("s") && !written.endsWith("ss") && written.length() > 2
                    ? written.substring(0, written.length() - 1)
                    : written;
            Set<String> forms = new LinkedHashSet<>(List.of(written, singular));
            if (singular.endsWith("ie")) {
                forms.add(singular.substring(0, singular.length() - 2) + "y");
            } else if (singular.endsWith("y")) {
                forms.add(singular.substring(0, singular.length() - 1) + "ie");
            }
            return new Entry(List.copyOf(forms), Sensitivity.of(singular));
        }

        boolean matches(CharSequence text, int start, int end, int wordStart, boolean atEnd) {
            for (int i = 0; i < forms.size(); i++) {
                if (matches(forms.get(i), text, start, end, wordStart, atEnd)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean matches(
                String form, CharSequence text, int start, int end, int wordStart, boolean atEnd) {
            int position = wordStart;
            int matched = 0;
            while (matched < form.length()) {
                if (position == end) {
                    return false;
                }
                char c = text.charAt(position++);
                if (lower(c) == form.charAt(matched)) {
                    matched++;
                } else if (Character.isLetterOrDigit(c)) {
                    return false;
                }
            }
            return endsWord(text, start, end, position, atEnd)
                    || (isAt(text, position, end, 's') && endsWord(text, start, end, position + 1, atEnd))
                    || (isAt(text, position, end, 'e')
                            && isAt(text, position + 1, end, 's')
                            && endsWord(text, start, end, position + 2, atEnd));
        }

        private static boolean isAt(CharSequence text, int position, int end, char expected) {
            return position < end && lower(text.charAt(position)) == expected;
        }

        private static boolean endsWord(CharSequence text, int start, int end, int position, boolean atEnd) {
            return isWordStart(text, start, end, position) && (!atEnd || position == end);
        }
    }
}
