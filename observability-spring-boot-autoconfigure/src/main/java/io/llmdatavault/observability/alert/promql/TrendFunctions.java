package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Locale;

import static io.llmdatavault.observability.alert.promql.Function.NO_VALUE;
import static io.llmdatavault.observability.alert.promql.RangeFunctions.rangeFunction;

/** {@code deriv}, {@code predict_linear} and {@code holt_winters}. */
final class TrendFunctions {

    static final List<Function> ALL = List.of(
            rangeFunction(
                    "deriv",
                    window -> window.size() < 2
                            ? NO_VALUE
                            : regression(window, window.timestamp(0)).slope()),
            rangeFunction("predict_linear", 1, TrendFunctions::predict),
            rangeFunction("holt_winters", 2, TrendFunctions::smooth));

    /** A straight line through samples. */
    private record Line(double slope, double intercept) {}

    private TrendFunctions() {}

    private static double predict(RangeWindow window, double[] numbers) {
        if (window.size() < 2) {
            return NO_VALUE;
        }
        Line line = regression(window, window.evaluationTimestamp());
        return line.slope() * numbers[0] + line.intercept();
    }

    /** Least squares, with x = 0 at {@code origin}. */
    private static Line regression(RangeWindow window, long origin) {
        if (isConstant(window)) {
            return Double.isInfinite(window.first()) ? new Line(Double.NaN, Double.NaN) : new Line(0, window.first());
        }
        Summation x = new Summation();
        Summation y = new Summation();
        Summation xy = new Summation();
        Summation xx = new Summation();
        for (int i = 0; i < window.size(); i++) {
            double seconds = (window.timestamp(i) - origin) / 1000.0;
            double value = window.value(i);
            x.add(seconds);
            y.add(value);
            xy.add(seconds * value);
            xx.add(seconds * seconds);
        }
        double count = window.size();
        double sumX = x.corrected();
        double sumY = y.corrected();
        double slope = (xy.corrected() - sumX * sumY / count) / (xx.corrected() - sumX * sumX / count);
        return new Line(slope, sumY / count - slope * sumX / count);
    }

    private static boolean isConstant(RangeWindow window) {
        for (int i = 1; i < window.size(); i++) {
            if (window.value(i) != window.first()) {
                return false;
            }
        }
        return true;
    }

    /** Double exponential smoothing. */
    private static double smooth(RangeWindow window, double[] numbers) {
        double smoothing = factor("smoothing factor. Expected: 0 < sf < 1", numbers[0]);
        double trendFactor = factor("trend factor. Expected: 0 < tf < 1", numbers[1]);
        if (window.size() < 2) {
            return NO_VALUE;
        }
        double before = 0;
        double smoothed = window.first();
        double trend = window.value(1) - window.first();
        for (int i = 1; i < window.size(); i++) {
            if (i > 1) {
                trend = trendFactor * (smoothed - before) + (1 - trendFactor) * trend;
            }
            before = smoothed;
            smoothed = smoothing * window.value(i) + (1 - smoothing) * (smoothed + trend);
        }
        return smoothed;
    }

    private static double factor(String expected, double value) {
        if (value <= 0 || value >= 1) {
            throw new PromQlException(String.format(Locale.ROOT, "invalid %s, got: %f", expected, value));
        }
        return value;
    }
}
