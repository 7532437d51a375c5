package io.llmdatavault.observability.alert.engine;

import java.util.Arrays;
import java.util.Map;

/** The last values of one series: those of a window, and one before it. In arrays, because there are many. */
final class Series {

    private static final int FIRST_CAPACITY = 4;

    private final Map<String, String> labels;

    private final int maxPoints;

    /** Whether the value was 0 right before the first point: the series was made between two samplings. */
    private boolean startsAtZero;

    /** Rings: the oldest point is at {@code first}. */
    private long[] times = new long[FIRST_CAPACITY];

    private double[] values = new double[FIRST_CAPACITY];

    private int first;

    private int size;

    private long lastSeen;

    private double last = Double.NaN;

    Series(Map<String, String> labels, boolean startsAtZero, int maxPoints) {
        this.labels = labels;
        this.startsAtZero = startsAtZero;
        this.maxPoints = maxPoints;
    }

    Map<String, String> labels() {
        return labels;
    }

    int maxPoints() {
        return maxPoints;
    }

    void add(long nanos, double value, long window) {
        lastSeen = nanos;
        last = value;
        if (Double.isNaN(value)) {
            // Nothing to count with: as if it had not been there. What came before its first number is not known.
            startsAtZero &= size > 0;
            return;
        }
        if (size == maxPoints) {
            removeFirst();
        } else if (size == times.length) {
            grow();
        }
        int index = (first + size) % times.length;
        times[index] = nanos;
        values[index] = value;
        size++;
        while (size > 1 && nanos - time(1) >= window) {
            removeFirst();
        }
    }

    private void grow() {
        int capacity = Math.min(maxPoints, 2 * size);
        long[] moreTimes = Arrays.copyOf(times, capacity);
        double[] moreValues = Arrays.copyOf(values, capacity);
        for (int i = 0; i < size; i++) {
            moreTimes[i] = time(i);
            moreValues[i] = value(i);
        }
        times = moreTimes;
        values = moreValues;
        first = 0;
    }

    private void removeFirst() {
        first = (first + 1) % times.length;
        size--;
        startsAtZero = false;
    }

    private long time(int index) {
        return times[(first + index) % times.length];
    }

    private double value(int index) {
        return values[(first + index) % values.length];
    }

    long lastSeen() {
        return lastSeen;
    }

    /** The last value, also one that is not a number. */
    double last() {
        return last;
    }

    /** By how much a counter rose since a time; NaN when there is nothing to compare with. */
    double increaseSince(long start) {
        if (size == 0) {
            return Double.NaN;
        }
        boolean fromZero = startsAtZero && time(0) - start > 0;
        if (size == 1 && !fromZero) {
            return Double.NaN;
        }
        double increase = fromZero ? value(0) : 0;
        for (int i = 1; i < size; i++) {
            if (time(i) - start > 0) {
                double share = time(i - 1) - start < 0 ? share(time(i - 1), time(i), start) : 1;
                increase += share * rise(value(i - 1), value(i));
            }
        }
        return increase;
    }

    /** Which part of the time between two points is after a time between them. */
    private static double share(long before, long after, long start) {
        return (double) (after - start) / (after - before);
    }

    /** A counter that is lower than before was reset to 0 in between. */
    private static double rise(double before, double after) {
        return after < before ? after : after - before;
    }
}
