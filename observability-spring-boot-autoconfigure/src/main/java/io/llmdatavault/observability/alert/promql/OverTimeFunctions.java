package io.llmdatavault.observability.alert.promql;

import java.util.List;

import static io.llmdatavault.observability.alert.promql.RangeFunctions.functionOfNumberAndRange;
import static io.llmdatavault.observability.alert.promql.RangeFunctions.rangeFunction;
import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.RANGE_VECTOR;

/** The functions that aggregate the samples of each series: {@code …_over_time}. */
final class OverTimeFunctions {

    static final List<Function> ALL = List.of(
            rangeFunction("avg_over_time", OverTimeFunctions::mean),
            rangeFunction("count_over_time", RangeWindow::size),
            rangeFunction("max_over_time", window -> accumulate(window, new Accumulators.Maximum())),
            rangeFunction("min_over_time", window -> accumulate(window, new Accumulators.Minimum())),
            rangeFunction("present_over_time", window -> 1),
            rangeFunction("stddev_over_time", window -> Math.sqrt(variance(window))),
            rangeFunction("stdvar_over_time", OverTimeFunctions::variance),
            rangeFunction("sum_over_time", OverTimeFunctions::sum),
            functionOfNumberAndRange("quantile_over_time", OverTimeFunctions::quantile),
            Function.of("last_over_time", INSTANT_VECTOR, OverTimeFunctions::last, RANGE_VECTOR));

    private OverTimeFunctions() {}

    private static double sum(RangeWindow window) {
        Summation sum = new Summation();
        for (int i = 0; i < window.size(); i++) {
            sum.add(window.value(i));
        }
        return sum.result();
    }

    private static double mean(RangeWindow window) {
        Summation mean = new Summation();
        for (int i = 0; i < window.size(); i++) {
            double count = i + 1;
            double value = window.value(i);
            if (!Summation.keepsInfiniteMean(mean.uncorrected(), value)) {
                mean.add(value / count - mean.uncorrected() / count);
            }
        }
        return mean.result();
    }

    private static double variance(RangeWindow window) {
        Summation mean = new Summation();
        Summation squares = new Summation();
        for (int i = 0; i < window.size(); i++) {
            double delta = window.value(i) - mean.corrected();
            mean.add(delta / (i + 1));
            squares.add(delta * (window.value(i) - mean.corrected()));
        }
        return squares.corrected() / window.size();
    }

    private static double accumulate(RangeWindow window, Accumulators.Accumulator accumulator) {
        for (int i = 0; i < window.size(); i++) {
            accumulator.add(window.value(i));
        }
        return accumulator.result();
    }

    private static double quantile(RangeWindow window, double[] numbers) {
        double[] values = new double[window.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = window.value(i);
        }
        return Quantiles.of(numbers[0], values);
    }

    /** Works as {@code offset} does, and like it keeps the metric name. */
    private static Value last(Evaluation evaluation, List<Expression> arguments) {
        RangeWindows windows = evaluation.windows(arguments.get(0));
        InstantVector result = new InstantVector(windows.capacity());
        windows.forEach((labels, window) -> result.add(labels, window.last()));
        return result;
    }
}
