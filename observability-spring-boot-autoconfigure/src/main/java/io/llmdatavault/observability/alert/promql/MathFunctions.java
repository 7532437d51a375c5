package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.SCALAR;

/** The functions that compute a new value for each sample; the result has no metric name. */
final class MathFunctions {

    private static final double LN_2 = Math.log(2);

    static final List<Function> ALL = List.of(
            mathFunction("abs", Math::abs),
            mathFunction("acos", Trigonometry::acos),
            mathFunction("acosh", Trigonometry::acosh),
            mathFunction("asin", Trigonometry::asin),
            mathFunction("asinh", Trigonometry::asinh),
            mathFunction("atan", Math::atan),
            mathFunction("atanh", Trigonometry::atanh),
            mathFunction("ceil", Math::ceil),
            mathFunction("clamp", 2, MathFunctions::clamp),
            mathFunction("clamp_max", 1, (value, numbers) -> Arithmetic.min(numbers[0], value)),
            mathFunction("clamp_min", 1, (value, numbers) -> Arithmetic.max(numbers[0], value)),
            mathFunction("cos", Math::cos),
            mathFunction("cosh", Trigonometry::cosh),
            mathFunction("deg", value -> value * 180 / Math.PI),
            mathFunction("exp", Math::exp),
            mathFunction("floor", Math::floor),
            mathFunction("ln", Math::log),
            mathFunction("log10", value -> log2(value) * (LN_2 / Math.log(10))),
            mathFunction("log2", MathFunctions::log2),
            mathFunction("rad", value -> value * Math.PI / 180),
            mathFunction("round", 1, MathFunctions::round).withOptionalLast(),
            mathFunction("sgn", value -> value < 0 ? -1 : value > 0 ? 1 : value),
            mathFunction("sin", Math::sin),
            mathFunction("sinh", Trigonometry::sinh),
            mathFunction("sqrt", Math::sqrt),
            mathFunction("tan", Math::tan),
            mathFunction("tanh", Math::tanh),
            Function.of("pi", SCALAR, (evaluation, arguments) -> new ScalarValue(Math.PI)));

    private MathFunctions() {}

    /** A new value of a value and the numbers that are the other arguments, or {@link Function#NO_VALUE}. */
    @FunctionalInterface
    private interface Body {

        double apply(double value, double[] numbers);
    }

    private static Function mathFunction(String name, DoubleUnaryOperator operator) {
        return mathFunction(name, 0, (value, numbers) -> operator.applyAsDouble(value));
    }

    private static Function mathFunction(String name, int numbers, Body body) {
        ValueType[] parameters = new ValueType[numbers + 1];
        Arrays.fill(parameters, SCALAR);
        parameters[0] = INSTANT_VECTOR;
        return Function.of(
                name, INSTANT_VECTOR, (evaluation, arguments) -> apply(evaluation, arguments, body), parameters);
    }

    private static InstantVector apply(Evaluation evaluation, List<Expression> arguments, Body body) {
        InstantVector vector = evaluation.vector(arguments.get(0));
        double[] numbers =
                arguments.stream().skip(1).mapToDouble(evaluation::scalar).toArray();
        InstantVector result = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            double value = body.apply(vector.value(i), numbers);
            if (!Function.isNoValue(value)) {
                result.add(vector.labels(i).withoutName(), value);
            }
        }
        return result.requireDistinct();
    }

    private static double clamp(double value, double[] numbers) {
        if (numbers[1] < numbers[0]) {
            return Function.NO_VALUE;
        }
        return Arithmetic.max(numbers[0], Arithmetic.min(numbers[1], value));
    }

    private static double round(double value, double[] numbers) {
        // The inverse loses less: 0.1 is none of the numbers that a double can hold, 10 is.
        double inverse = 1 / (numbers.length > 0 ? numbers[0] : 1);
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    /** By way of mantissa and exponent, so that powers of 2 come out exact. */
    private static double log2(double value) {
        if (!(value >= Double.MIN_NORMAL) || value == Double.POSITIVE_INFINITY) {
            return value > 0 && value < Double.MIN_NORMAL ? log2(value * 0x1p54) - 54 : Math.log(value);
        }
        int exponent = Math.getExponent(value) + 1;
        double mantissa = Math.scalb(value, -exponent);
        return mantissa == 0.5 ? exponent - 1 : Math.log(mantissa) * (1 / LN_2) + exponent;
    }
}
