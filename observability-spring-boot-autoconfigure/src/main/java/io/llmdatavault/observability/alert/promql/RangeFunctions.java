package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.RANGE_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.SCALAR;

/** Makes functions that turn the samples of a range into one value for each series. */
final class RangeFunctions {

    private RangeFunctions() {}

    /** One value of at least one sample, or {@link Function#NO_VALUE}. */
    @FunctionalInterface
    interface Body {

        double apply(RangeWindow window);
    }

    /** One value of at least one sample and the numbers that are the other arguments, or {@link Function#NO_VALUE}. */
    @FunctionalInterface
    interface BodyWithNumbers {

        double apply(RangeWindow window, double[] numbers);
    }

    /** A function of a range alone; the result has no metric name. */
    static Function rangeFunction(String name, Body body) {
        return Function.of(
                name,
                INSTANT_VECTOR,
                (evaluation, arguments) -> apply(evaluation, arguments, 0, (window, numbers) -> body.apply(window))
                        .requireDistinct(),
                RANGE_VECTOR);
    }

    /** A function of a range and numbers after it. */
    static Function rangeFunction(String name, int numbers, BodyWithNumbers body) {
        ValueType[] parameters = new ValueType[numbers + 1];
        Arrays.fill(parameters, SCALAR);
        parameters[0] = RANGE_VECTOR;
        return Function.of(
                name,
                INSTANT_VECTOR,
                (evaluation, arguments) -> apply(evaluation, arguments, 0, body).requireDistinct(),
                parameters);
    }

    /** A function of a number and a range after it. */
    static Function functionOfNumberAndRange(String name, BodyWithNumbers body) {
        return Function.of(
                name,
                INSTANT_VECTOR,
                (evaluation, arguments) -> apply(evaluation, arguments, 1, body).requireDistinct(),
                SCALAR,
                RANGE_VECTOR);
    }

    private static InstantVector apply(
            Evaluation evaluation, List<Expression> arguments, int rangeIndex, BodyWithNumbers body) {
        List<Expression> others = new ArrayList<>(arguments);
        Expression range = others.remove(rangeIndex);
        double[] numbers = others.stream().mapToDouble(evaluation::scalar).toArray();
        RangeWindows windows = evaluation.windows(range);
        InstantVector result = new InstantVector(windows.capacity());
        windows.forEach((labels, window) -> {
            double value = body.apply(window, numbers);
            if (!Function.isNoValue(value)) {
                result.add(evaluation.withoutName(range, labels), value);
            }
        });
        return result;
    }
}
