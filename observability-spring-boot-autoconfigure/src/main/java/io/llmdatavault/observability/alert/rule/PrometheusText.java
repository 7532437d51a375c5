package io.llmdatavault.observability.alert.rule;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes numbers and durations as people write them in PromQL. */
final class PrometheusText {

    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};

    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private PrometheusText() {}

    /** {@code 90s} is {@code 1m30s}. */
    static String of(Duration duration) {
        StringBuilder text = new StringBuilder();
        long rest = duration.toMillis();
        for (int i = 0; i < MILLIS.length; i++) {
            if (rest >= MILLIS[i]) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    static String of(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "Inf" : "-Inf";
        }
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
