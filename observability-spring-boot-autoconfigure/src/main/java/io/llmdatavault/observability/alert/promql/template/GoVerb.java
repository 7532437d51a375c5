package io.llmdatavault.observability.alert.promql.template;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** One verb of a format with its flags: {@code %-8.3f}. Writes values the way Go's {@code fmt} does. */
final class GoVerb {

    private final StringBuilder out;

    private boolean plus;

    private boolean minus;

    private boolean sharp;

    private boolean space;

    private boolean zero;

    /** {@code %+v}: with the names of fields. */
    private boolean plusValue;

    /** {@code %#v}: as in a program. */
    private boolean sharpValue;

    private int width;

    /** -1 if none is given. */
    private int precision = -1;

    GoVerb(StringBuilder out) {
        this.out = out;
    }

    /** Takes a flag; false if the character is none. */
    boolean flag(char flag) {
        switch (flag) {
            case '+' -> plus = true;
            case '#' -> sharp = true;
            case ' ' -> space = true;
            case '0' -> zero = !minus;
            case '-' -> {
                minus = true;
                zero = false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    void width(int characters) {
        width = Math.abs(characters);
        if (characters < 0) {
            minus = true;
            zero = false;
        }
    }

    void precision(int digits) {
        precision = digits;
    }

    void write(int verb, @Nullable Object value) {
        if (verb == 'v') {
            plusValue = plus;
            sharpValue = sharp;
            plus = false;
            sharp = false;
        }
        if (verb == 'T') {
            pad(value == null ? "<nil>" : cut(GoValues.type(value)));
        } else {
            writeValue(verb, value);
        }
    }

    private void writeValue(int verb, @Nullable Object value) {
        Limits.requireLength(out);
        if (value == null) {
            if (verb == 'v') {
                pad("<nil>");
            } else {
                badVerb(verb, null);
            }
        } else if (value instanceof Double number) {
            writeFloat(verb, number);
        } else if (value instanceof Long number) {
            writeInteger(verb, number);
        } else if (value instanceof Boolean bool) {
            if (verb == 'v' || verb == 't') {
                pad(bool.toString());
            } else {
                badVerb(verb, bool);
            }
        } else if (value instanceof String text) {
            writeText(verb, text);
        } else if (verb == 'p') {
            badVerb(verb, value);
        } else {
            writeComposite(verb, value);
        }
    }

    private void badVerb(int verb, @Nullable Object value) {
        out.append("%!").appendCodePoint(verb).append('(');
        if (value == null) {
            out.append("<nil>");
        } else {
            out.append(GoValues.type(value)).append('=');
            writeValue('v', value);
        }
        out.append(')');
    }

    private void writeComposite(int verb, Object value) {
        if (value instanceof Map<?, ?> labels) {
            writeEntries(verb, labels, sharpValue ? "map[string]string{" : "map[", sharpValue ? "}" : "]");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                out.append(separator);
                writeValue(verb, element);
                separator = " ";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else {
            String pointer = value instanceof GoValues.Sample ? "&" : "";
            String type = sharpValue ? GoValues.type(value).replace("*", "") : "";
            writeEntries(verb, GoValues.fields(value), pointer + type + "{", "}");
        }
    }

    /** Labels, or the fields of a structure, which have names only with a flag. */
    private void writeEntries(int verb, Map<?, ?> entries, String open, String close) {
        boolean structure = open.endsWith("{") && !open.startsWith("map");
        String separator = "";
        out.append(open);
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            out.append(separator);
            if (!structure) {
                writeValue(verb, entry.getKey());
                out.append(':');
            } else if (plusValue || sharpValue) {
                out.append(entry.getKey()).append(':');
            }
            writeValue(verb, entry.getValue());
            separator = sharpValue ? ", " : " ";
        }
        out.append(close);
    }

    private void writeFloat(int verb, double value) {
        switch (verb) {
            case 'v' -> writeFloat('g', value, -1);
            case 'g', 'G', 'b', 'x', 'X' -> writeFloat((char) verb, value, -1);
            case 'e', 'E', 'f', 'F' -> writeFloat((char) verb, value, 6);
            default -> badVerb(verb, value);
        }
    }

    private void writeFloat(char verb, double value, int standardPrecision) {
        int digits = precision >= 0 ? precision : standardPrecision;
        Limits.requireLength(digits);
        String number = FloatFormat.format(value, verb, digits);
        String sign = number.startsWith("-") || number.startsWith("+") ? number.substring(0, 1) : "+";
        number = number.startsWith(sign) ? number.substring(1) : number;
        if (space && sign.equals("+") && !plus) {
            sign = " ";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            boolean signed = Double.isInfinite(value) || space || plus;
            pad(signed ? sign + number : number, ' ');
            return;
        }
        if (sharp && verb != 'b') {
            number = withPoint(number, verb, digits);
        }
        if (!plus && sign.equals("+")) {
            pad(number);
        } else if (zero && width > number.length() + 1) {
            out.append(sign)
                    .append("0".repeat(checked(width - number.length() - 1)))
                    .append(number);
        } else {
            pad(sign + number);
        }
    }

    /** The flag {@code #}: always a point, and for {@code %g} no zeros dropped. */
    private static String withPoint(String number, char verb, int precision) {
        int digits = "gGx".indexOf(verb) < 0 ? 0 : precision < 0 ? 6 : precision;
        int end = number.length();
        boolean hexadecimal = verb == 'x' || verb == 'X';
        boolean point = false;
        boolean significant = false;
        for (int i = 0; i < end; i++) {
            char character = number.charAt(i);
            if (character == '.') {
                point = true;
            } else if ("pP".indexOf(character) >= 0 || (!hexadecimal && "eE".indexOf(character) >= 0)) {
                end = i;
            } else {
                significant |= character != '0';
                digits -= significant ? 1 : 0;
            }
        }
        String mantissa = number.substring(0, end);
        if (!point && mantissa.equals("0")) {
            digits--;
        }
        return mantissa + (point ? "" : ".") + "0".repeat(Math.max(0, digits)) + number.substring(end);
    }

    private void writeInteger(int verb, long value) {
        switch (verb) {
            case 'v', 'd' -> writeInteger(value, 10, verb);
            case 'b' -> writeInteger(value, 2, verb);
            case 'o', 'O' -> writeInteger(value, 8, verb);
            case 'x', 'X' -> writeInteger(value, 16, verb);
            case 'c' -> pad(Character.toString(character(value)));
            case 'q' -> pad(GoStrings.quote(Character.toString(character(value)), '\'', plus));
            case 'U' -> {
                String shown = sharp && character(value) == value && GoStrings.isPrintable(character(value))
                        ? " '" + Character.toString(character(value)) + "'"
                        : "";
                pad(String.format("U+%0" + Math.max(4, Math.min(precision, 100)) + "X", value) + shown, ' ');
            }
            default -> badVerb(verb, value);
        }
    }

    private static int character(long value) {
        return value < 0 || value > Character.MAX_CODE_POINT ? 0xfffd : (int) value;
    }

    private void writeInteger(long value, int radix, int verb) {
        if (precision == 0 && value == 0) {
            pad("", ' ');
            return;
        }
        String sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
        int digits = precision >= 0 ? precision : zero ? width - sign.length() : 0;
        String text = BigInteger.valueOf(value).abs().toString(radix);
        text = "0".repeat(checked(Math.max(0, digits - text.length()))) + text;
        if (sharp) {
            text = switch (radix) {
                case 2 -> "0b" + text;
                case 8 -> text.startsWith("0") ? text : "0" + text;
                case 16 -> "0x" + text;
                default -> text;
            };
        }
        text = verb == 'O' ? "0o" + text : text;
        pad(sign + (verb == 'X' ? text.toUpperCase(Locale.ROOT) : text), ' ');
    }

    private void writeText(int verb, String text) {
        switch (verb) {
            case 'v' -> pad(sharpValue ? GoStrings.quote(cut(text)) : cut(text));
            case 's' -> pad(cut(text));
            case 'q' ->
                pad(
                        sharp
                                        && text.indexOf('`') < 0
                                        && text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)
                                ? "`" + cut(text) + "`"
                                : GoStrings.quote(cut(text), '"', plus));
            case 'x', 'X' -> pad(hexadecimal(text, verb == 'X'));
            default -> badVerb(verb, text);
        }
    }

    private String hexadecimal(String text, boolean upper) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = precision >= 0 ? Math.min(precision, bytes.length) : bytes.length;
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length; i++) {
            digits.append(space && i > 0 ? " " : "")
                    .append(sharp && (space || i == 0) ? "0x" : "")
                    .append(String.format("%02x", bytes[i]));
        }
        return upper ? digits.toString().toUpperCase(Locale.ROOT) : digits.toString();
    }

    /** The characters that the precision leaves. */
    private String cut(String text) {
        return precision < 0 || text.codePointCount(0, text.length()) <= precision
                ? text
                : text.substring(0, text.offsetByCodePoints(0, precision));
    }

    private void pad(String text) {
        pad(text, zero ? '0' : ' ');
    }

    private void pad(String text, char filler) {
        int missing = width - text.codePointCount(0, text.length());
        String padding = missing <= 0 ? "" : String.valueOf(filler).repeat(checked(missing));
        out.append(minus ? "" : padding).append(text).append(minus ? padding : "");
    }

    private static int checked(int length) {
        Limits.requireLength(length);
        return length;
    }
}
