package io.llmdatavault.observability.alert.promql.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads numbers as Go does: those of templates, and texts that are numbers. */
final class GoNumbers {

    private static final Pattern INTEGER = Pattern.compile(
            "([+-]?)(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)|0[oO](?<octal>(?:_?[0-7])+)"
                    + "|(?<zero>0(?:_?[0-7])*)|(?<decimal>[1-9](?:_?[0-9])*))");

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9](?:_?[0-9])*\\.?(?:[0-9](?:_?[0-9])*)?|\\.[0-9](?:_?[0-9])*)"
                    + "(?:[eE][+-]?[0-9](?:_?[0-9])*)?");

    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]_?(?:[0-9a-fA-F_]+\\.?[0-9a-fA-F_]*|\\.[0-9a-fA-F_]+)[pP][+-]?[0-9]+");

    private static final Pattern INFINITY = Pattern.compile("([+-]?)inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    /** Longer texts are no numbers to us, so that nobody waits for them. */
    private static final int MAXIMUM_LENGTH = 1000;

    private GoNumbers() {}

    /** The {@code Long} or {@code Double} that a number in a template means, or {@code null} if it is none. */
    static @Nullable Object parseLiteral(String text) {
        if (text.length() > MAXIMUM_LENGTH) {
            return null;
        }
        Matcher integer = INTEGER.matcher(text);
        if (integer.matches()) {
            return parseInteger(integer);
        }
        // What looks like an integer and was none, is one that is too large.
        Double number = text.chars().anyMatch(character -> ".eEpP".indexOf(character) >= 0) ? parseFinite(text) : null;
        return number == null || number.isInfinite() ? null : number;
    }

    private static @Nullable Long parseInteger(Matcher integer) {
        String sign = integer.group(1);
        try {
            if (integer.group("hex") != null) {
                return parse(sign, integer.group("hex"), 16);
            }
            if (integer.group("binary") != null) {
                return parse(sign, integer.group("binary"), 2);
            }
            if (integer.group("octal") != null) {
                return parse(sign, integer.group("octal"), 8);
            }
            return integer.group("zero") != null
                    ? parse(sign, integer.group("zero"), 8)
                    : parse(sign, integer.group("decimal"), 10);
        } catch (NumberFormatException ex) {
            return null;
        }
    }

    private static Long parse(String sign, String digits, int radix) {
        return Long.valueOf(sign + digits.replace("_", ""), radix);
    }

    /**
     * The number that a text means, infinities and NaN included.
     * @throws ExecutionException if it means none, or one that is too large
     */
    static double parseFloat(String text) {
        Double number = text.length() > MAXIMUM_LENGTH ? null : parseFinite(text);
        if (number != null && !number.isInfinite()) {
            return number;
        }
        Matcher infinity = INFINITY.matcher(text);
        if (infinity.matches()) {
            return infinity.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        throw new ExecutionException("strconv.ParseFloat: parsing " + GoStrings.quote(text) + ": "
                + (number == null ? "invalid syntax" : "value out of range"));
    }

    /** The number, infinite if it is too large, or {@code null} if the text is no number. */
    private static @Nullable Double parseFinite(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return Double.valueOf(text.replace("_", ""));
        }
        return HEXADECIMAL.matcher(text).matches() && !text.contains("__")
                ? Double.valueOf(text.replace("_", ""))
                : null;
    }
}
