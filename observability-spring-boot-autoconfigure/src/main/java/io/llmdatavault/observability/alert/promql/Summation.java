package io.llmdatavault.observability.alert.promql;

/** A running sum that also keeps what rounding has lost (Kahan's, with Neumaier's improvement). */
final class Summation {

    private double sum;

    private double lost;

    void add(double value) {
        double next = sum + value;
        if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - next) + value;
        } else {
            lost += (value - next) + sum;
        }
        sum = next;
    }

    /** The sum before the correction, which alone tells whether it is infinite. */
    double uncorrected() {
        return sum;
    }

    double corrected() {
        return sum + lost;
    }

    /** The sum; corrected unless infinite, as the correction is NaN then. */
    double result() {
        return Double.isInfinite(sum) ? sum : sum + lost;
    }

    /** Whether a mean that is infinite stays as it is: unless NaN or the other infinity is added. */
    static boolean keepsInfiniteMean(double mean, double value) {
        if (!Double.isInfinite(mean) || Double.isNaN(value)) {
            return false;
        }
        return !Double.isInfinite(value) || mean > 0 == value > 0;
    }
}
