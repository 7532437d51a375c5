package io.llmdatavault.observability.alert.promql;

/** Evaluates binary expressions: numbers here, a vector and a number here, two vectors in {@link VectorMatcher}. */
final class BinaryOperations {

    private BinaryOperations() {}

    static Value apply(BinaryExpression binary, Value left, Value right) {
        BinaryOperator operator = binary.operator();
        if (left instanceof InstantVector leftVector && right instanceof InstantVector rightVector) {
            VectorMatcher matcher = new VectorMatcher(binary);
            return operator.isSetOperator()
                    ? matcher.combine(leftVector, rightVector)
                    : matcher.match(leftVector, rightVector);
        }
        if (left instanceof ScalarValue leftScalar && right instanceof ScalarValue rightScalar) {
            double a = leftScalar.value();
            double b = rightScalar.value();
            return new ScalarValue(
                    operator.isComparison()
                            ? truth(Arithmetic.compare(operator, a, b))
                            : Arithmetic.compute(operator, a, b));
        }
        if (left instanceof InstantVector vector && right instanceof ScalarValue scalar) {
            return vectorAndScalar(binary, vector, scalar.value(), false);
        }
        if (left instanceof ScalarValue scalar && right instanceof InstantVector vector) {
            return vectorAndScalar(binary, vector, scalar.value(), true);
        }
        throw new PromQlException("The operator " + operator + " works on numbers and instant vectors only.");
    }

    private static InstantVector vectorAndScalar(
            BinaryExpression binary, InstantVector vector, double scalar, boolean scalarFirst) {
        InstantVector result = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            double left = scalarFirst ? scalar : vector.value(i);
            double right = scalarFirst ? vector.value(i) : scalar;
            // A filter gives the value of the vector, whichever side it is on.
            add(result, binary, vector.labels(i), left, right, vector.value(i));
        }
        return dropsName(binary) ? result.requireDistinct() : result;
    }

    private static void add(
            InstantVector result, BinaryExpression binary, Labels labels, double left, double right, double kept) {
        Labels resulting = dropsName(binary) ? labels.withoutName() : labels;
        if (!binary.operator().isComparison()) {
            result.add(resulting, Arithmetic.compute(binary.operator(), left, right));
        } else if (binary.bool()) {
            result.add(resulting, truth(Arithmetic.compare(binary.operator(), left, right)));
        } else if (Arithmetic.compare(binary.operator(), left, right)) {
            result.add(resulting, kept);
        }
    }

    static double truth(boolean condition) {
        return condition ? 1 : 0;
    }

    /** Whether the result means something else than the metric; {@code atan2} keeps the name in Prometheus 2.42. */
    static boolean dropsName(BinaryExpression binary) {
        BinaryOperator operator = binary.operator();
        return binary.bool() || (!operator.isComparison() && operator != BinaryOperator.ATAN2);
    }
}
