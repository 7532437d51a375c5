package io.llmdatavault.observability.logging;

import io.llmdatavault.observability.logging.SensitiveNames.Sensitivity;

/**
 * Finds secrets in free text by hand: {@code name=value}, {@code name: value}, quoted names and values (also inside a
 * JSON string, with backslashes), {@code Bearer x} and the password of a URL. One pass; a backward look ends where the
 * text before it was dealt with, and all others are short, so hostile text costs linear time. Allocates only when it
 * finds a secret.
 */
final class FreeText {

    /** Longest quoted name that is looked at. */
    private static final int MAX_QUOTED_NAME = 128;

    private static final String BEARER = "bearer";

    private final SensitiveNames names;

    private final ValueMask mask;

    FreeText(SensitiveNames names, ValueMask mask) {
        this.names = names;
        this.mask = mask;
    }

    String mask(String text) {
        // Each of these runs over many characters a nanosecond, and most messages end here.
        if (text.indexOf('=') < 0 && text.indexOf(':') < 0 && text.indexOf("earer") < 0 && text.indexOf("EARER") < 0) {
            return text;
        }
        StringBuilder masked = null;
        int length = text.length();
        int copied = 0;
        int floor = 0;
        int position = 0;
        while (position < length) {
            char c = text.charAt(position);
            Sensitivity sensitivity = Sensitivity.NONE;
            int start = -1;
            int end = -1;
            if (c == '=' || c == ':') {
                sensitivity = nameBefore(text, floor, position);
                if (sensitivity != Sensitivity.NONE) {
                    start = FreeTextValue.start(text, position + 1);
                    end = FreeTextValue.end(text, start, sensitivity);
                } else if (c == ':' && text.startsWith("//", position + 1)) {
                    sensitivity = Sensitivity.FULL;
                    end = FreeTextValue.urlPasswordEnd(text, position + 3);
                    start = FreeTextValue.urlPasswordStart(text, position + 3, end);
                }
            } else if ((c == 'b' || c == 'B') && isBearer(text, floor, position)) {
                sensitivity = Sensitivity.FULL;
                start = FreeTextValue.start(text, position + BEARER.length());
                end = FreeTextValue.end(text, start, sensitivity);
            }
            if (end <= start) {
                position++;
                continue;
            }
            String secret = text.substring(start, end);
            String replacement = mask.maskInText(secret, sensitivity, FreeTextValue.isQuoted(text, start));
            if (!replacement.equals(secret)) {
                masked = masked == null ? new StringBuilder(length) : masked;
                masked.append(text, copied, start).append(replacement);
                copied = end;
            }
            floor = end;
            position = end;
        }
        return masked == null ? text : masked.append(text, copied, length).toString();
    }

    /** The name that ends at a delimiter: quoted, or one word and, for names of several words, the word before it. */
    private Sensitivity nameBefore(String text, int floor, int delimiter) {
        int end = delimiter;
        while (end > floor && FreeTextValue.isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (end > floor && FreeTextValue.isQuote(text.charAt(end - 1))) {
            return quotedNameBefore(text, floor, end - 1);
        }
        int start = startOfWord(text, floor, end);
        if (start == end || isClassName(text, start, end, delimiter)) {
            return Sensitivity.NONE;
        }
        Sensitivity sensitivity = names.of(text, start, end, false);
        if (sensitivity == Sensitivity.NONE && start > floor && text.charAt(start - 1) == ' ') {
            // As in "API key: x". Only when the words touch the delimiter, else half of all prose would match.
            sensitivity = names.of(text, startOfWord(text, floor, start - 1), end, true);
        }
        return sensitivity;
    }

    private Sensitivity quotedNameBefore(String text, int floor, int closingQuote) {
        int end = closingQuote;
        while (end > floor && text.charAt(end - 1) == '\\') {
            end--;
        }
        int limit = Math.max(floor, end - MAX_QUOTED_NAME);
        int start = end;
        while (start > limit && text.charAt(start - 1) != text.charAt(closingQuote)) {
            start--;
        }
        return names.of(text, start, end, false);
    }

    private static int startOfWord(String text, int floor, int end) {
        int start = end;
        while (start > floor && isNameCharacter(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '$' || c == '[' || c == ']';
    }

    /**
     * Whether it is no name but the class in {@code com.acme.InvalidTokenException: The signature is wrong} or the file
     * in {@code (TokenService.java:42)}: masking there would spoil every stack trace of a security library.
     */
    private static boolean isClassName(String text, int start, int end, int delimiter) {
        if (text.charAt(delimiter) != ':' || end != delimiter) {
            return false;
        }
        if (text.startsWith(".java", end - 5) || text.startsWith(".kt", end - 3)) {
            return start > 0 && text.charAt(start - 1) == '(';
        }
        if (!text.startsWith("Exception", end - 9) && !text.startsWith("Error", end - 5)) {
            return false;
        }
        int simpleName = end;
        while (simpleName > start && text.charAt(simpleName - 1) != '.' && text.charAt(simpleName - 1) != '$') {
            simpleName--;
        }
        return simpleName < end && Character.isUpperCase(text.charAt(simpleName));
    }

    private static boolean isBearer(String text, int floor, int position) {
        int end = position + BEARER.length();
        return text.regionMatches(true, position, BEARER, 0, BEARER.length())
                && end < text.length()
                && FreeTextValue.isBlank(text.charAt(end))
                && (position == floor || !isNameCharacter(text.charAt(position - 1)));
    }
}
