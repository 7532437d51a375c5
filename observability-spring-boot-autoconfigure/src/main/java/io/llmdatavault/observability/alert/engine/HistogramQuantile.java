package io.llmdatavault.observability.alert.engine;

import java.util.Map;

/** Prometheus' {@code histogram_quantile}: linear within the bucket in which the quantile lies. */
final class HistogramQuantile {

    private HistogramQuantile() {}

    /** Takes cumulative counts by upper bound, sorted; NaN without the bucket of infinity, or without observations. */
    static double of(double quantile, Map<Double, Double> buckets) {
        Double total = buckets.get(Double.POSITIVE_INFINITY);
        if (total == null || buckets.size() < 2) {
            return Double.NaN;
        }
        double highest =
                buckets.values().stream().mapToDouble(Double::doubleValue).max().orElse(total);
        if (highest == 0) {
            return Double.NaN;
        }
        double rank = quantile * highest;
        double lowerBound = 0;
        double lowerCount = 0;
        boolean first = true;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double upperBound = bucket.getKey();
            double count = Math.max(lowerCount, bucket.getValue());
            if (count >= rank || upperBound == Double.POSITIVE_INFINITY) {
                if (upperBound == Double.POSITIVE_INFINITY) {
                    return lowerBound;
                }
                if (first && upperBound <= 0) {
                    return upperBound;
                }
                return lowerBound + (upperBound - lowerBound) * (rank - lowerCount) / (count - lowerCount);
            }
            lowerBound = upperBound;
            lowerCount = count;
            first = false;
        }
        return Double.NaN;
    }
}
