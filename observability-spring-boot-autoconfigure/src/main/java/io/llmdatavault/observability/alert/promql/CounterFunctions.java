package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.function.DoubleBinaryOperator;

import static io.llmdatavault.observability.alert.promql.Function.NO_VALUE;
import static io.llmdatavault.observability.alert.promql.RangeFunctions.rangeFunction;

/** {@code rate} and all that ask how a value has changed over a range. */
final class CounterFunctions {

    static final List<Function> ALL = List.of(
            rangeFunction("rate", window -> extrapolatedIncrease(window, true, 1 / window.seconds())),
            rangeFunction("increase", window -> extrapolatedIncrease(window, true, 1)),
            rangeFunction("delta", window -> extrapolatedIncrease(window, false, 1)),
            rangeFunction("irate", CounterFunctions::instantRate),
            rangeFunction("idelta", window -> window.size() < 2 ? NO_VALUE : window.last() - beforeLast(window)),
            rangeFunction("changes", window -> count(window, CounterFunctions::changed)),
            rangeFunction("resets", window -> count(window, (before, after) -> after < before ? 1 : 0)));

    private CounterFunctions() {}

    /** The increase as if the samples had covered the whole range. */
    private static double extrapolatedIncrease(RangeWindow window, boolean counter, double scale) {
        if (window.size() < 2) {
            return NO_VALUE;
        }
        double increase = window.last() - window.first();
        if (counter) {
            increase += lostInResets(window);
        }
        long firstTime = window.timestamp(0);
        long lastTime = window.timestamp(window.size() - 1);
        double sampled = (lastTime - firstTime) / 1000.0;
        double average = sampled / (window.size() - 1);
        double toStart = (firstTime - window.start()) / 1000.0;
        double toEnd = (window.end() - lastTime) / 1000.0;
        if (counter && increase > 0 && window.first() >= 0) {
            // Extrapolated further back than this, the counter would have been negative.
            toStart = Math.min(toStart, sampled * (window.first() / increase));
        }
        double covered = sampled + extrapolation(toStart, average) + extrapolation(toEnd, average);
        return increase * (covered / sampled * scale);
    }

    /** How much of a gap at an end of the range to fill: a long one means that the series was not there before. */
    private static double extrapolation(double gap, double average) {
        return gap < average * 1.1 ? gap : average / 2;
    }

    private static double lostInResets(RangeWindow window) {
        double lost = 0;
        double before = window.first();
        for (int i = 1; i < window.size(); i++) {
            double value = window.value(i);
            if (value < before) {
                lost += before;
            }
            before = value;
        }
        return lost;
    }

    private static double instantRate(RangeWindow window) {
        if (window.size() < 2) {
            return NO_VALUE;
        }
        double before = beforeLast(window);
        double increase = window.last() < before ? window.last() : window.last() - before;
        long millis = window.timestamp(window.size() - 1) - window.timestamp(window.size() - 2);
        return increase / (millis / 1000.0);
    }

    private static double beforeLast(RangeWindow window) {
        return window.value(window.size() - 2);
    }

    private static double changed(double before, double after) {
        return after != before && !(Double.isNaN(before) && Double.isNaN(after)) ? 1 : 0;
    }

    private static double count(RangeWindow window, DoubleBinaryOperator event) {
        double count = 0;
        for (int i = 1; i < window.size(); i++) {
            count += event.applyAsDouble(window.value(i - 1), window.value(i));
        }
        return count;
    }
}
