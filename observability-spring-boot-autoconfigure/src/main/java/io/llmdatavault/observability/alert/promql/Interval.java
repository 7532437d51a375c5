package io.llmdatavault.observability.alert.promql;

/**
 * A stretch of time, both ends included, in milliseconds since the epoch. Computes exactly: what does not fit throws
 * {@link ArithmeticException}.
 *
 * @param from the start
 * @param to the end
 */
record Interval(long from, long to) {

    /** This and {@code millis} before it. */
    Interval reachingBack(long millis) {
        return new Interval(Math.subtractExact(from, millis), to);
    }

    /** Where a selector with this shift looks while its query looks at this. */
    Interval shifted(TimeShift shift, long queryTimestamp) {
        return new Interval(shift.apply(from, queryTimestamp), shift.apply(to, queryTimestamp));
    }

    /** The shortest that holds this and another. */
    Interval span(Interval other) {
        return new Interval(Math.min(from, other.from), Math.max(to, other.to));
    }
}
