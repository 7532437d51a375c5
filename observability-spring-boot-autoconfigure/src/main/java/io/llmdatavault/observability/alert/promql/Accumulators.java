package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;

/** What aggregations remember of a group while they go through its values. */
final class Accumulators {

    private Accumulators() {}

    /** Takes one value after the other, at least one, and gives one result. */
    interface Accumulator {

        void add(double value);

        double result();
    }

    /** Sum, without any compensation. */
    static final class Sum implements Accumulator {

        private double sum;

        private boolean started;

        @Override
        public void add(double value) {
            sum = started ? sum + value : value;
            started = true;
        }

        @Override
        public double result() {
            return sum;
        }
    }

    /** Mean, adjusted with each value: a sum could overflow. */
    static final class Mean implements Accumulator {

        private double mean;

        private long count;

        @Override
        public void add(double value) {
            count++;
            if (count == 1) {
                mean = value;
            } else if (!Summation.keepsInfiniteMean(mean, value)) {
                mean += value / count - mean / count;
            }
        }

        @Override
        public double result() {
            return mean;
        }
    }

    /** Smallest value that is not NaN. */
    static final class Minimum implements Accumulator {

        private double minimum = Double.NaN;

        @Override
        public void add(double value) {
            if (value < minimum || Double.isNaN(minimum)) {
                minimum = value;
            }
        }

        @Override
        public double result() {
            return minimum;
        }
    }

    /** Largest value that is not NaN. */
    static final class Maximum implements Accumulator {

        private double maximum = Double.NaN;

        @Override
        public void add(double value) {
            if (value > maximum || Double.isNaN(maximum)) {
                maximum = value;
            }
        }

        @Override
        public double result() {
            return maximum;
        }
    }

    /** Number of values. */
    static final class Count implements Accumulator {

        private long count;

        @Override
        public void add(double value) {
            count++;
        }

        @Override
        public double result() {
            return count;
        }
    }

    /** Always 1. */
    static final class One implements Accumulator {

        @Override
        public void add(double value) {}

        @Override
        public double result() {
            return 1;
        }
    }

    /** Population variance (Welford); 0 for one value alone, even for NaN. */
    static class Variance implements Accumulator {

        private double mean;

        private double squares;

        private long count;

        @Override
        public void add(double value) {
            count++;
            if (count == 1) {
                mean = value;
            } else {
                double delta = value - mean;
                mean += delta / count;
                squares += delta * (value - mean);
            }
        }

        @Override
        public double result() {
            return squares / count;
        }
    }

    /** Population standard deviation. */
    static final class Deviation extends Variance {

        @Override
        public double result() {
            return Math.sqrt(super.result());
        }
    }

    /** A quantile of all values. */
    static final class Quantile implements Accumulator {

        private final double quantile;

        private double[] values = new double[8];

        private int size;

        Quantile(double quantile) {
            this.quantile = quantile;
        }

        @Override
        public void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        @Override
        public double result() {
            return Quantiles.of(quantile, Arrays.copyOf(values, size));
        }
    }
}
