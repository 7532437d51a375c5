package io.llmdatavault.observability.alert.promql;

import org.jspecify.annotations.Nullable;

/**
 * From when a selector or subquery takes its samples: {@code offset 5m} and {@code @ 1609746000}.
 *
 * @param offsetMillis how much earlier; negative for later; 0 without {@code offset}
 * @param at the fixed time in milliseconds since the epoch, or {@code null} without {@code @} or with a name
 * @param atName {@code start} or {@code end}, which in an instant query both are the time of the query
 * @since 0.1.0
 */
public record TimeShift(
        long offsetMillis, @Nullable Long at, @Nullable AtName atName) {

    /** Neither {@code offset} nor {@code @}. */
    public static final TimeShift NONE = new TimeShift(0, null, null);

    /** The names that may follow {@code @}. */
    public enum AtName {
        /** {@code start()}. */
        START,
        /** {@code end()}. */
        END
    }

    /**
     * The time to look at when the query looks at {@code timestamp}, in milliseconds.
     * @throws ArithmeticException if it does not fit
     */
    long apply(long timestamp, long queryTimestamp) {
        long base = at != null ? at : atName != null ? queryTimestamp : timestamp;
        return Math.subtractExact(base, offsetMillis);
    }
}
