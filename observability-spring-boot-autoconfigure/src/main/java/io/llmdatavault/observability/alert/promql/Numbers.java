package io.llmdatavault.observability.alert.promql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Numbers as they are written in expressions. */
final class Numbers {

    private Numbers() {}

    /**
     * The number that a token means: decimal, hexadecimal after {@code 0x}, octal after {@code 0}, infinite, or none.
     * @throws NumberFormatException if it means no number, or one beyond the largest double
     */
    static double parse(String text) {
        if (text.equalsIgnoreCase("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return Long.parseLong(text, 2, text.length(), 16);
        }
        if (text.startsWith("0") && text.chars().allMatch(digit -> digit >= '0' && digit <= '7')) {
            BigInteger octal = new BigInteger(text, 8);
            if (octal.bitLength() < Long.SIZE) {
                return octal.doubleValue();
            } // else decimal, surprising as it is
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw new NumberFormatException();
        }
        return number;
    }

    /** As few digits as tell the number from its neighbours; an exponent from a million and below a ten-thousandth. */
    static String print(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + power;
    }

    /** The same digits without any exponent. */
    static String plain(double value) {
        boolean zero = value == 0;
        return zero || Double.isNaN(value) || Double.isInfinite(value)
                ? print(value)
                : shortest(value).toPlainString();
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        // with 15 digits a decimal survives the way through a double; numbers next to nothing have fewer
        int precision = Math.abs(value) < 1e-300 ? 1 : 15;
        BigDecimal rounded = exact.round(new MathContext(precision));
        while (rounded.doubleValue() != value) {
            rounded = exact.round(new MathContext(++precision));
        }
        return rounded.stripTrailingZeros();
    }
}
