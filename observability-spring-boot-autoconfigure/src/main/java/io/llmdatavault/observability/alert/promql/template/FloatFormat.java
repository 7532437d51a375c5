package io.llmdatavault.observability.alert.promql.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes numbers as Go does. Java's own methods differ: {@code Double.toString} is not always the shortest text before
 * Java 19, and {@code String.format} has no {@code %g} that drops zeros.
 */
final class FloatFormat {

    /** More fraction digits than any double has. */
    private static final int ALL_FRACTION_DIGITS = 1100;

    /** Digits after which a double is exact in any case. */
    private static final int ALL_DIGITS = 1100;

    /** From this exponent on the shortest text of a number is scientific. */
    private static final int SHORTEST_LIMIT = 6;

    private FloatFormat() {}

    /**
     * A number with the precision that it takes to read the same number again, or with a given one.
     * @param value the number
     * @param verb one of {@code e E f F g G x X b}
     * @param precision digits after the point, for {@code g} digits in all; -1 for the shortest text
     */
    static String format(double value, char verb, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        String text = switch (verb) {
            case 'f', 'F' -> fixed(magnitude, precision);
            case 'e', 'E' -> scientific(magnitude, precision);
            case 'x', 'X' -> hexadecimal(magnitude, precision);
            case 'b' -> binary(magnitude);
            default -> general(magnitude, precision);
        };
        return sign + (Character.isUpperCase(verb) ? text.toUpperCase(java.util.Locale.ROOT) : text);
    }

    private static String fixed(double value, int precision) {
        if (precision < 0) {
            return shortest(value).toPlainString();
        }
        int digits = Math.min(precision, ALL_FRACTION_DIGITS);
        String text =
                new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        return text + "0".repeat(precision - digits);
    }

    private static String scientific(double value, int precision) {
        if (value == 0) {
            return scientific("0", 0, precision);
        }
        BigDecimal number = precision < 0 ? shortest(value) : round(value, precision + 1);
        String digits = number.unscaledValue().toString();
        return scientific(digits, digits.length() - 1 - number.scale(), precision);
    }

    private static String scientific(String digits, int exponent, int precision) {
        StringBuilder text = new StringBuilder(digits);
        while (text.length() > precision + 1 && text.length() > 1 && text.charAt(text.length() - 1) == '0') {
            text.setLength(text.length() - 1);
        }
        if (text.length() < precision + 1) {
            text.append("0".repeat(precision + 1 - text.length()));
        }
        if (text.length() > 1) {
            text.insert(1, '.');
        }
        return text + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** Scientific for exponents below -4 and from the precision on, otherwise fixed; zeros at the end dropped. */
    private static String general(double value, int precision) {
        if (value == 0) {
            return "0";
        }
        BigDecimal number =
                (precision < 0 ? shortest(value) : round(value, Math.max(precision, 1))).stripTrailingZeros();
        int digits = number.precision();
        int exponent = digits - 1 - number.scale();
        int limit = precision < 0 ? SHORTEST_LIMIT : Math.max(precision, 1);
        if (limit > digits && digits > exponent && precision >= 0) {
            limit = digits;
        }
        return exponent < -4 || exponent >= limit
                ? scientific(number.unscaledValue().toString(), exponent, digits - 1)
                : number.toPlainString();
    }

    private static BigDecimal round(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(Math.min(digits, ALL_DIGITS), RoundingMode.HALF_EVEN));
    }

    /** The fewest digits that give the same double again, and among these the closest. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                return nearest;
            }
            // Below a power of two doubles lie closer together than above, so the farther neighbour may be the one.
            BigDecimal other = exact.round(
                    new MathContext(digits, nearest.compareTo(exact) > 0 ? RoundingMode.DOWN : RoundingMode.UP));
            if (other.doubleValue() == value) {
                return other;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    private static String binary(double value) {
        long bits = Double.doubleToLongBits(value);
        int exponent = (int) (bits >>> 52);
        long mantissa = bits & ((1L << 52) - 1);
        mantissa |= exponent == 0 ? 0 : 1L << 52;
        exponent = Math.max(exponent, 1) - 1075;
        return mantissa + "p" + (exponent < 0 ? "" : "+") + exponent;
    }

    private static String hexadecimal(double value, int precision) {
        if (value == 0) {
            return "0x0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "p+00";
        }
        int exponent = Math.getExponent(value);
        long mantissa = Double.doubleToLongBits(value) & ((1L << 52) - 1);
        if (exponent < Double.MIN_EXPONENT) {
            int shift = Long.numberOfLeadingZeros(mantissa) - 11;
            mantissa = mantissa << shift;
            exponent = Double.MIN_EXPONENT - shift;
        } else {
            mantissa |= 1L << 52;
        }
        if (precision >= 0 && precision < 13) {
            int dropped = 52 - precision * 4;
            long half = 1L << (dropped - 1);
            long rest = mantissa & ((1L << dropped) - 1);
            mantissa >>>= dropped;
            mantissa += rest > half || (rest == half && (mantissa & 1) == 1) ? 1 : 0;
            mantissa <<= dropped;
            if (mantissa >>> 53 != 0) {
                mantissa >>>= 1;
                exponent++;
            }
        }
        StringBuilder digits = new StringBuilder(String.format("%013x", mantissa & ((1L << 52) - 1)));
        int wanted = precision;
        if (precision < 0) {
            wanted = 13;
            while (wanted > 0 && digits.charAt(wanted - 1) == '0') {
                wanted--;
            }
        }
        digits.append("0".repeat(Math.max(0, wanted - digits.length()))).setLength(wanted);
        return "0x1" + (wanted > 0 ? "." + digits : "") + "p" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
