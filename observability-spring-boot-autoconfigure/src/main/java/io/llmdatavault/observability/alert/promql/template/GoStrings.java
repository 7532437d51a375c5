package io.llmdatavault.observability.alert.promql.template;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;

/** Texts as Go's {@code strings}, {@code strconv}, {@code html} and {@code net/url} treat them. */
final class GoStrings {

    private static final String ESCAPES = "abfnrtv\\";

    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b\\";

    private GoStrings() {}

    /** The text between double quotes, with escapes for what cannot be printed. */
    static String quote(String text) {
        return quote(text, '"', false);
    }

    /** The same with a choice of the quotes, and of escapes for everything beyond ASCII. */
    static String quote(String text, char quote, boolean ascii) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(character -> {
            int escape = ESCAPED.indexOf(character);
            if (character == quote || character == '\\') {
                quoted.append('\\').appendCodePoint(character);
            } else if (character < 0x80 ? character >= ' ' && character < 0x7f : !ascii && isPrintable(character)) {
                quoted.appendCodePoint(character);
            } else if (escape >= 0) {
                quoted.append('\\').append(ESCAPES.charAt(escape));
            } else if (character < 0x80) {
                quoted.append(String.format("\\x%02x", character));
            } else {
                quoted.append(String.format(character < 0x10000 ? "\\u%04x" : "\\U%08x", character));
            }
        });
        return quoted.append(quote).toString();
    }

    /** Whether a character is a letter, mark, number, punctuation or symbol, or the space of ASCII. */
    static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    /** What a text between double quotes means, or {@code null} if an escape is wrong. */
    static @Nullable String unquote(String quoted) {
        return new Unquoting(quoted).text();
    }

    /** The number of the character between single quotes, or {@code null} if there is not just one. */
    static @Nullable Long unquoteCharacter(String quoted) {
        String text = new Unquoting(quoted).text();
        return text == null || text.codePointCount(0, text.length()) != 1 ? null : Long.valueOf(text.codePointAt(0));
    }

    /** The first letter of each word as a title has it. */
    static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        int before = ' ';
        for (int i = 0; i < text.length(); i += Character.charCount(before)) {
            int character = text.codePointAt(i);
            title.appendCodePoint(isSeparator(before) ? Character.toTitleCase(character) : character);
            before = character;
        }
        return title.toString();
    }

    private static boolean isSeparator(int character) {
        if (Character.isLetterOrDigit(character) || character == '_') {
            return false;
        }
        return character < 0x80 || isSpace(character);
    }

    private static boolean isSpace(int character) {
        return Character.isSpaceChar(character) || character == 0x85;
    }

    /** Each character by itself, so that no text becomes longer: {@code ß} stays. */
    static String map(String text, IntUnaryOperator mapping) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }

    static String escapeHtml(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case 0 -> escaped.append('\ufffd');
                default -> escaped.append((char) character);
            }
        });
        return escaped.toString();
    }

    static String escapeJavaScript(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\', '\'', '"' -> escaped.append('\\').append((char) character);
                case '<', '>', '&', '=' -> escaped.append(String.format("\\u%04X", character));
                default -> {
                    if (character < ' ' || (character >= 0x80 && !isPrintable(character))) {
                        escaped.append(String.format("\\u%04X", character));
                    } else {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Escapes all but letters, digits and {@code -_.~}, a space as a plus. */
    static String escapeUrlQuery(String text) {
        IntPredicate kept = character -> (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-_.~".indexOf(character) >= 0;
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (kept.test(octet)) {
                escaped.append((char) octet);
            } else {
                escaped.append(octet == ' ' ? "+" : String.format("%%%02X", octet));
            }
        }
        return escaped.toString();
    }

    /** How many bytes Go has for a text. */
    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One text being unquoted. */
    private static final class Unquoting {

        private final String quoted;

        private final StringBuilder text = new StringBuilder();

        private int next = 1;

        Unquoting(String quoted) {
            this.quoted = quoted;
        }

        @Nullable
        String text() {
            int end = quoted.length() - 1;
            while (next < end) {
                char character = quoted.charAt(next++);
                if (character != '\\') {
                    text.append(character);
                } else if (!escape(quoted.charAt(next++))) {
                    return null;
                }
            }
            return text.toString();
        }

        private boolean escape(char kind) {
            int simple = ESCAPES.indexOf(kind);
            if (simple >= 0) {
                text.append(ESCAPED.charAt(simple));
                return true;
            }
            return switch (kind) {
                case 'x' -> number(2, 16, 0xff);
                case 'u' -> number(4, 16, Character.MAX_CODE_POINT);
                case 'U' -> number(8, 16, Character.MAX_CODE_POINT);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    next--;
                    yield number(3, 8, 0xff);
                }
                case '"', '\'' -> {
                    // Each kind of quotes escapes itself only.
                    text.append(kind);
                    yield kind == quoted.charAt(0);
                }
                default -> false;
            };
        }

        private boolean number(int digits, int radix, int maximum) {
            if (next + digits >= quoted.length()) {
                return false;
            }
            long value = 0;
            for (int i = 0; i < digits; i++) {
                char character = quoted.charAt(next++);
                // Java knows the digits of every script, Go those of ASCII.
                int digit = character < 0x80 ? Character.digit(character, radix) : -1;
                if (digit < 0) {
                    return false;
                }
                value = value * radix + digit;
            }
            if (value > maximum || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
                return false;
            }
            text.appendCodePoint((int) value);
            return true;
        }
    }
}
