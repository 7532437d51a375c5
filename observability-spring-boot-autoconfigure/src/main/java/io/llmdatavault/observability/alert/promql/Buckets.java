package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The buckets of one classic histogram, each with the number of observations up to its upper bound. */
final class Buckets {

    private double[] bounds = new double[16];

    private double[] counts = new double[16];

    private int size;

    void add(double bound, double count) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        bounds[size] = bound;
        counts[size++] = count;
    }

    /** The φ-quantile, assuming that observations are spread evenly within a bucket, and that the first begins at 0. */
    double quantile(double quantile) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0 || quantile > 1) {
            return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        sort();
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        merge();
        makeMonotonic();
        double observations = counts[size - 1];
        if (size < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = quantile * observations;
        int bucket = firstWith(rank);
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = bucket == 0 ? 0 : bounds[bucket - 1];
        double before = bucket == 0 ? 0 : counts[bucket - 1];
        return start + (bounds[bucket] - start) * ((rank - before) / (counts[bucket] - before));
    }

    private void sort() {
        boolean sorted = true;
        for (int i = 1; i < size; i++) {
            sorted &= bounds[i - 1] <= bounds[i];
        }
        if (sorted) {
            return;
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> bounds[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        bounds = Arrays.stream(order).mapToDouble(i -> bounds[i]).toArray();
        double[] unordered = counts;
        counts = Arrays.stream(order).mapToDouble(i -> unordered[i]).toArray();
    }

    /** Adds the counts of buckets whose bounds are the same number, as {@code 1} and {@code 1.0} are. */
    private void merge() {
        int last = 0;
        for (int i = 1; i < size; i++) {
            if (bounds[i] == bounds[last]) {
                counts[last] += counts[i];
            } else {
                last++;
                bounds[last] = bounds[i];
                counts[last] = counts[i];
            }
        }
        size = last + 1;
    }

    /** Counts can fall from bucket to bucket where they were not read at the same moment, or were rounded. */
    private void makeMonotonic() {
        double highest = counts[0];
        for (int i = 1; i < size; i++) {
            if (counts[i] > highest) {
                highest = counts[i];
            } else if (counts[i] < highest) {
                counts[i] = highest;
            }
        }
    }

    /** The first bucket with at least so many observations; the last if there is none. Searches as Go does. */
    private int firstWith(double rank) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (counts[middle] >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
