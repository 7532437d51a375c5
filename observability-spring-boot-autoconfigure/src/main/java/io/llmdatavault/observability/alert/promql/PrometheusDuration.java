package io.llmdatavault.observability.alert.promql;

/**
 * Durations as Prometheus writes them: {@code 1h30m}, {@code 500ms}. The units are {@code y} (365 days), {@code w},
 * {@code d}, {@code h}, {@code m}, {@code s} and {@code ms}, each at most once and the larger before the smaller.
 *
 * @since 0.1.0
 */
public final class PrometheusDuration {

    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

    private static final long[] MILLIS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    /** Prometheus counts nanoseconds in 64 bits, which is enough for 292 years. */
    private static final long MAXIMUM = Long.MAX_VALUE / 1_000_000;

    /** How much of a text an error repeats. */
    private static final int EXCERPT = 40;

    private PrometheusDuration() {}

    /**
     * The milliseconds that a text means.
     * @param text such as {@code 1h30m}, or {@code 0}, which needs no unit
     * @throws PromQlException if it means none
     */
    public static long parse(String text) {
        if (text.equals("0")) {
            return 0;
        }
        long total = 0;
        int position = 0;
        int unit = -1;
        do {
            int digits = skip(text, position, true);
            int end = skip(text, digits, false);
            unit = unit(text.substring(digits, end), unit + 1);
            if (digits == position || unit < 0) {
                throw new PromQlException(excerpt(text) + " is no duration such as 5m or 1h30m, "
                        + "with the units y, w, d, h, m, s and ms, the larger before the smaller.");
            }
            total += number(text, position, digits, MILLIS[unit]);
            if (total > MAXIMUM) {
                throw new PromQlException(excerpt(text) + " is longer than 292 years.");
            }
            position = end;
        } while (position < text.length());
        return total;
    }

    private static String excerpt(String text) {
        return '"' + (text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…") + '"';
    }

    private static int skip(String text, int from, boolean digits) {
        int position = from;
        while (position < text.length() && Lexer.isDigit(text.charAt(position)) == digits) {
            position++;
        }
        return position;
    }

    private static int unit(String name, int from) {
        for (int i = from; i < UNITS.length; i++) {
            if (UNITS[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Saturates just above the maximum, so that a sum of seven cannot overflow. */
    private static long number(String text, int from, int to, long millis) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
            if (number > MAXIMUM / millis) {
                return MAXIMUM + 1;
            }
        }
        return number * millis;
    }

    /**
     * The canonical text. Years and weeks are used only where nothing remains, as 90d is easier to read than 12w6d.
     * @param millis milliseconds, not negative
     */
    public static String print(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (int i = 0; i < UNITS.length; i++) {
            boolean onlyWhole = i < 2;
            if (rest >= MILLIS[i] && (!onlyWhole || rest % MILLIS[i] == 0)) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return text.toString();
    }
}
