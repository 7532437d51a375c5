package io.llmdatavault.observability.alert.promql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.RANGE_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.SCALAR;

/** The functions between numbers and vectors, and those that ask whether there is anything. */
final class VectorFunctions {

    static final List<Function> ALL = List.of(
            Function.of("absent", INSTANT_VECTOR, VectorFunctions::absent, INSTANT_VECTOR),
            Function.of("absent_over_time", INSTANT_VECTOR, VectorFunctions::absentOverTime, RANGE_VECTOR),
            Function.of("scalar", SCALAR, VectorFunctions::scalar, INSTANT_VECTOR),
            Function.of("vector", INSTANT_VECTOR, VectorFunctions::vector, SCALAR));

    private VectorFunctions() {}

    private static Value scalar(Evaluation evaluation, List<Expression> arguments) {
        InstantVector vector = evaluation.vector(arguments.get(0));
        return new ScalarValue(vector.size() == 1 ? vector.value(0) : Double.NaN);
    }

    private static Value vector(Evaluation evaluation, List<Expression> arguments) {
        return InstantVector.of(Labels.EMPTY, evaluation.scalar(arguments.get(0)));
    }

    private static Value absent(Evaluation evaluation, List<Expression> arguments) {
        boolean found = evaluation.vector(arguments.get(0)).size() > 0;
        return found ? new InstantVector(0) : InstantVector.of(impliedLabels(arguments.get(0)), 1);
    }

    private static Value absentOverTime(Evaluation evaluation, List<Expression> arguments) {
        Set<Labels> found = new HashSet<>();
        evaluation.windows(arguments.get(0)).forEach((labels, window) -> found.add(labels));
        return found.isEmpty() ? InstantVector.of(impliedLabels(arguments.get(0)), 1) : new InstantVector(0);
    }

    /**
     * The labels that a series would have if it were there: those asked for by {@code =}, unless the same label is asked
     * for again after it, as Prometheus has it.
     */
    private static Labels impliedLabels(Expression argument) {
        Expression expression = Evaluation.withoutParentheses(argument);
        List<LabelMatcher> matchers = expression instanceof VectorSelector selector
                ? selector.matchers()
                : expression instanceof RangeSelector range ? range.vector().matchers() : List.of();
        Labels labels = Labels.EMPTY;
        Set<String> equal = new HashSet<>(Set.of(Labels.METRIC_NAME));
        for (LabelMatcher matcher : matchers) {
            boolean implied = matcher.operator() == LabelMatcher.Operator.EQUAL && equal.add(matcher.name());
            if (!matcher.name().equals(Labels.METRIC_NAME)) {
                labels = labels.with(matcher.name(), implied ? matcher.value() : "");
            }
        }
        return labels;
    }
}
