package io.llmdatavault.observability.alert.promql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings between quotes as the language Go writes them, which PromQL has adopted. */
final class GoStrings {

    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b\\";

    private static final String ESCAPES = "abfnrtv\\";

    private final String text;

    private final int start;

    private final StringBuilder value;

    /** Bytes given by their numbers, which together have to be UTF-8. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

    private int position;

    private GoStrings(String text, int start, StringBuilder value) {
        this.text = text;
        this.start = start;
        this.value = value;
        this.position = start + 1;
    }

    /**
     * Reads a string with its quotes, double, single or backticks.
     * @param text in which it is
     * @param start index of the opening quote
     * @param value where to write what it means
     * @return index after the closing quote
     */
    static int unquote(String text, int start, StringBuilder value) {
        GoStrings reader = new GoStrings(text, start, value);
        reader.read(text.charAt(start));
        return reader.position;
    }

    private void read(char quote) {
        boolean raw = quote == '`';
        while (true) {
            if (position == text.length()) {
                throw PromQlException.at(text, start, "the string that starts here has no closing " + quote);
            }
            int character = text.codePointAt(position);
            if (character == '\n' && !raw) {
                throw PromQlException.at(text, start, "a string that spans lines needs backticks");
            }
            if (character == 0xfffd || (character >= 0xd800 && character <= 0xdfff)) {
                throw PromQlException.at(text, position, "this character is not valid Unicode");
            }
            position += Character.charCount(character);
            if (character == '\\' && !raw) {
                escape(quote);
                continue;
            }
            flush();
            if (character == quote) {
                return;
            }
            value.appendCodePoint(character);
        }
    }

    private void escape(char quote) {
        int backslash = position - 1;
        char kind = position < text.length() ? text.charAt(position++) : 0;
        int simple = ESCAPES.indexOf(kind);
        if (simple >= 0 || kind == quote) {
            flush();
            value.append(simple >= 0 ? ESCAPED.charAt(simple) : quote);
            return;
        }
        switch (kind) {
            case 'x' -> bytes.write(number(backslash, 2, 16, 0xff));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                position--;
                bytes.write(number(backslash, 3, 8, 0xff));
            }
            case 'u' -> append(number(backslash, 4, 16, Character.MAX_CODE_POINT));
            case 'U' -> append(number(backslash, 8, 16, Character.MAX_CODE_POINT));
            default ->
                throw PromQlException.at(
                        text,
                        backslash,
                        "expected one of the escapes \\a \\b \\f \\n \\r \\t \\v \\\\ \\" + quote
                                + " \\x \\u \\U or three octal digits; in a regular expression, write a backslash twice");
        }
    }

    private void append(int character) {
        flush();
        value.appendCodePoint(character);
    }

    private int number(int backslash, int digits, int base, int maximum) {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            char character = position < text.length() ? text.charAt(position) : 0;
            int digit = Lexer.digit(character, base);
            if (digit < 0) {
                throw PromQlException.at(text, backslash, "this escape needs " + digits + " digits of base " + base);
            }
            position++;
            number = number * base + digit;
        }
        if (number > maximum || (number >= 0xd800 && number <= 0xdfff)) {
            throw PromQlException.at(text, backslash, "there is no character of that number");
        }
        return (int) number;
    }

    private void flush() {
        if (bytes.size() == 0) {
            return;
        }
        try {
            value.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())));
        } catch (CharacterCodingException ex) {
            throw PromQlException.at(text, start, "the bytes that this string gives by number are not UTF-8");
        }
        bytes.reset();
    }

    /** The text between double quotes; what cannot be seen is escaped. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        quote(text, quoted);
        return quoted.toString();
    }

    static void quote(String text, StringBuilder quoted) {
        quoted.append('"');
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            int escape = character < 128 ? ESCAPED.indexOf(character) : -1;
            if (character == '"') {
                quoted.append("\\\"");
            } else if (escape >= 0) {
                quoted.append('\\').append(ESCAPES.charAt(escape));
            } else if (character == 0xfffd) {
                // Prometheus writes the character itself, which it does not read
                quoted.append("\\ufffd");
            } else if (isPrintable(character)) {
                quoted.appendCodePoint(character);
            } else if (character < 0x80) {
                quoted.append(String.format("\\x%02x", character));
            } else if (character >= 0xd800 && character <= 0xdfff) {
                quoted.append("\\ufffd");
            } else {
                quoted.append(String.format(character < 0x10000 ? "\\u%04x" : "\\U%08x", character));
            }
        }
        quoted.append('"');
    }

    /** Letters, marks, numbers, punctuation, symbols and the space of ASCII. */
    private static boolean isPrintable(int character) {
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
}
