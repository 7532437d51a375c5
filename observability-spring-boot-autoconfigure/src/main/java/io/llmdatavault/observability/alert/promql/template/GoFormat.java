package io.llmdatavault.observability.alert.promql.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** {@code printf}, {@code print} and {@code println} of Go: reads a format and has its verbs written. */
final class GoFormat {

    /** What Go refuses as a width or precision. */
    private static final int MAXIMUM_NUMBER = 1_000_000;

    private final String format;

    private final List<@Nullable Object> arguments;

    private final StringBuilder out = new StringBuilder();

    private int next;

    private int argument;

    /** Whether the last thing read was an index: {@code [2]}. */
    private boolean afterIndex;

    private boolean goodIndex;

    private boolean reordered;

    private GoFormat(String format, List<@Nullable Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /** {@code fmt.Sprintf}. */
    static String printf(String format, List<@Nullable Object> arguments) {
        return new GoFormat(format, arguments).printf();
    }

    /** {@code fmt.Sprint}: spaces between arguments neither of which is a text. */
    static String print(List<@Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        boolean afterText = true;
        for (Object argument : arguments) {
            boolean text = argument instanceof String;
            if (!afterText && !text) {
                out.append(' ');
            }
            out.append(value(argument));
            Limits.requireLength(out);
            afterText = text;
        }
        return out.toString();
    }

    /** {@code fmt.Sprintln}: spaces between all arguments, and a line feed. */
    static String println(List<@Nullable Object> arguments) {
        StringBuilder out = new StringBuilder();
        String separator = "";
        for (Object argument : arguments) {
            out.append(separator).append(value(argument));
            Limits.requireLength(out);
            separator = " ";
        }
        return out.append('\n').toString();
    }

    /** A value as {@code %v} writes it. */
    static String value(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        new GoVerb(out).write('v', value);
        return out.toString();
    }

    private String printf() {
        while (next < format.length()) {
            int percent = format.indexOf('%', next);
            if (percent < 0) {
                out.append(format, next, format.length());
                break;
            }
            out.append(format, next, percent);
            next = percent + 1;
            verb();
            Limits.requireLength(out);
        }
        if (!reordered && argument < arguments.size()) {
            extraArguments();
        }
        return out.toString();
    }

    private void verb() {
        goodIndex = true;
        afterIndex = false;
        GoVerb verb = new GoVerb(out);
        while (next < format.length() && verb.flag(format.charAt(next))) {
            next++;
        }
        index();
        width(verb);
        precision(verb);
        if (!afterIndex) {
            index();
        }
        if (next >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int character = format.codePointAt(next);
        next += Character.charCount(character);
        if (character == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(character).append("(BADINDEX)");
        } else if (argument >= arguments.size()) {
            out.append("%!").appendCodePoint(character).append("(MISSING)");
        } else {
            verb.write(character, arguments.get(argument++));
        }
    }

    private void width(GoVerb verb) {
        if (atStar()) {
            Integer width = starArgument();
            if (width == null) {
                out.append("%!(BADWIDTH)");
            } else {
                verb.width(width);
            }
            return;
        }
        int width = number(format.length());
        if (width >= 0) {
            verb.width(width);
            goodIndex &= !afterIndex;
        }
    }

    private void precision(GoVerb verb) {
        // A point that ends the format is no precision but the verb.
        if (next + 1 >= format.length() || format.charAt(next) != '.') {
            return;
        }
        next++;
        goodIndex &= !afterIndex;
        index();
        if (atStar()) {
            Integer precision = starArgument();
            if (precision == null || precision < 0) {
                out.append("%!(BADPREC)");
            } else {
                verb.precision(precision);
            }
            return;
        }
        verb.precision(Math.max(number(format.length()), 0));
    }

    private boolean atStar() {
        boolean star = next < format.length() && format.charAt(next) == '*';
        if (star) {
            next++;
            afterIndex = false;
        }
        return star;
    }

    /** The argument for a {@code *}, or {@code null} if it is no number or too large a one. */
    private @Nullable Integer starArgument() {
        Object value = argument < arguments.size() ? arguments.get(argument++) : null;
        return value instanceof Long number && Math.abs(number) <= MAXIMUM_NUMBER ? number.intValue() : null;
    }

    /** Reads {@code [n]}, the number of the argument to go on with. */
    private void index() {
        afterIndex = false;
        if (next >= format.length() || format.charAt(next) != '[') {
            return;
        }
        reordered = true;
        int close = format.indexOf(']', next);
        if (close < 0 || format.length() - next < 3) {
            goodIndex = false;
            next++;
            return;
        }
        next++;
        int index = number(close) - 1;
        afterIndex = next == close && index != -2;
        next = close + 1;
        if (afterIndex && index >= 0 && index < arguments.size()) {
            argument = index;
        } else {
            goodIndex = false;
        }
    }

    /** The number at hand, or -1 if there is none; one that is too large ends the format, as in Go. */
    private int number(int end) {
        int number = -1;
        while (next < end && format.charAt(next) >= '0' && format.charAt(next) <= '9') {
            number = Math.max(number, 0) * 10 + format.charAt(next++) - '0';
            if (number > MAXIMUM_NUMBER) {
                next = end;
                return -1;
            }
        }
        return number;
    }

    private void extraArguments() {
        out.append("%!(EXTRA ");
        for (int i = argument; i < arguments.size(); i++) {
            Object extra = arguments.get(i);
            out.append(i > argument ? ", " : "")
                    .append(extra == null ? "<nil>" : GoValues.type(extra) + "=" + value(extra));
            Limits.requireLength(out);
        }
        out.append(')');
    }
}
