package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * A function of the language: what it takes, and what it computes.
 *
 * @param name its name
 * @param returns the type of what it returns
 * @param parameters the types of its parameters
 * @param optional how many of the last parameters may be left out
 * @param repeated whether the last parameter may be given any number of times
 * @param body what it computes
 */
record Function(String name, ValueType returns, List<ValueType> parameters, int optional, boolean repeated, Body body) {

    /** What the body of a function returns for a sample or a range that has no value: not even NaN, which is one. */
    static final double NO_VALUE = Double.longBitsToDouble(0x7ff8_6e6f_7468_696eL);

    Function {
        parameters = List.copyOf(parameters);
    }

    /** A function with a fixed number of arguments. */
    static Function of(String name, ValueType returns, Body body, ValueType... parameters) {
        return new Function(name, returns, List.of(parameters), 0, false, body);
    }

    /** The same function, whose last argument may be left out. */
    Function withOptionalLast() {
        return new Function(name, returns, parameters, 1, false, body);
    }

    /** The same function, whose last argument may be left out or given any number of times. */
    Function withRepeatedLast() {
        return new Function(name, returns, parameters, 1, true, body);
    }

    static boolean isNoValue(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(NO_VALUE);
    }

    int minimumArguments() {
        return parameters.size() - optional;
    }

    int maximumArguments() {
        return repeated ? Integer.MAX_VALUE : parameters.size();
    }

    /** The type that argument number {@code index}, from 0, must have. */
    ValueType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** What a function computes at one point in time. */
    @FunctionalInterface
    interface Body {

        Value apply(Evaluation evaluation, List<Expression> arguments);
    }
}
