package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;

/** Quantiles of values. */
final class Quantiles {

    private Quantiles() {}

    /** The φ-quantile of at least one value, interpolated; the array is sorted on the way, NaN as the smallest. */
    static double of(double quantile, double[] values) {
        if (values.length == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0 || quantile > 1) {
            return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        Arrays.sort(values);
        // Java sorts NaN to the end.
        int notNumbers = 0;
        while (notNumbers < values.length && Double.isNaN(values[values.length - 1 - notNumbers])) {
            notNumbers++;
        }
        double rank = quantile * (values.length - 1);
        int lower = Math.max(0, (int) Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return nanFirst(values, lower, notNumbers) * (1 - weight) + nanFirst(values, upper, notNumbers) * weight;
    }

    private static double nanFirst(double[] sorted, int index, int notNumbers) {
        return index < notNumbers ? Double.NaN : sorted[index - notNumbers];
    }
}
