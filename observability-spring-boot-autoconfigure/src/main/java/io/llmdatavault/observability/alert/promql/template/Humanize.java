package io.llmdatavault.observability.alert.promql.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;

/** Numbers for people, as Prometheus writes them. */
final class Humanize {

    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};

    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};

    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern DURATION = Pattern.compile(
            "(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?" + "(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?");

    private Humanize() {}

    /** With an SI prefix: {@code 1.235k}. */
    static String number(double value) {
        if (value == 0 || isSpecial(value)) {
            return fourDigits(value);
        }
        return Math.abs(value) >= 1 ? scaledDown(value, 1000, LARGE) : scaledUp(value);
    }

    /** With a binary prefix: {@code 1.206ki}. */
    static String binary(double value) {
        return Math.abs(value) <= 1 || isSpecial(value) ? fourDigits(value) : scaledDown(value, 1024, BINARY);
    }

    private static String scaledDown(double value, double base, String[] prefixes) {
        double scaled = value;
        String prefix = "";
        for (int i = 0; i < prefixes.length && Math.abs(scaled) >= base; i++) {
            prefix = prefixes[i];
            scaled /= base;
        }
        return fourDigits(scaled) + prefix;
    }

    private static String scaledUp(double value) {
        double scaled = value;
        String prefix = "";
        for (int i = 0; i < SMALL.length && Math.abs(scaled) < 1; i++) {
            prefix = SMALL[i];
            scaled *= 1000;
        }
        return fourDigits(scaled) + prefix;
    }

    /** Seconds as {@code 1d 2h 3m 4s}. */
    static String duration(double value) {
        if (isSpecial(value)) {
            return fourDigits(value);
        }
        if (Math.abs(value) < 1) {
            return (value == 0 ? fourDigits(value) : scaledUp(value)) + "s";
        }
        String sign = value < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        // Go's conversion of numbers beyond int64, on the processors that Prometheus runs on.
        long whole = magnitude >= 0x1p63 ? Long.MIN_VALUE : (long) magnitude;
        long minutes = whole / 60 % 60;
        long hours = whole / 3600 % 24;
        long days = whole / 86_400;
        String seconds = minutes == 0 && hours == 0 && days == 0 ? fourDigits(magnitude) : String.valueOf(whole % 60);
        return sign
                + (days != 0 ? days + "d " : "")
                + (days != 0 || hours != 0 ? hours + "h " : "")
                + (days != 0 || hours != 0 || minutes != 0 ? minutes + "m " : "")
                + seconds + "s";
    }

    /** A ratio in percent. */
    static String percentage(double value) {
        return fourDigits(value * 100) + "%";
    }

    /** Seconds since the epoch as {@code 2015-01-01 00:00:00 +0000 UTC}. */
    static String timestamp(double value) {
        if (isSpecial(value)) {
            return fourDigits(value);
        }
        double nanos = value * 1e9;
        if (nanos > 0x1p63 || nanos < -0x1p63) {
            throw new ExecutionException(GoFormat.value(value)
                    + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        long wholeNanos = nanos >= 0x1p63 ? Long.MIN_VALUE : (long) nanos;
        long millis = wholeNanos / 1_000_000;
        String fraction = String.format("%03d", Math.floorMod(millis, 1000)).replaceAll("0+$", "");
        return SECONDS.format(Instant.ofEpochMilli(millis)) + (fraction.isEmpty() ? "" : "." + fraction) + " +0000 UTC";
    }

    /** The seconds of a duration such as {@code 1h30m}. */
    static double seconds(String text) {
        if (text.isEmpty()) {
            throw new ExecutionException("empty duration string");
        }
        if (!text.equals("0") && !DURATION.matcher(text).matches()) {
            throw new ExecutionException("not a valid duration string: " + GoStrings.quote(text));
        }
        try {
            return PrometheusDuration.parse(text) / 1000.0;
        } catch (PromQlException ex) {
            throw new ExecutionException("duration out of range");
        }
    }

    private static boolean isSpecial(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String fourDigits(double value) {
        return FloatFormat.format(value, 'g', 4);
    }
}
