package io.llmdatavault.observability.alert.promql;

/** Binary operators on numbers, with the rules of Go for NaN and the infinities where Java has others. */
final class Arithmetic {

    private Arithmetic() {}

    /** The value of an arithmetic operator. */
    static double compute(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case ATAN2 -> Math.atan2(left, right);
            case POWER -> power(left, right);
            default -> throw new PromQlException(operator + " does not compute.");
        };
    }

    /** Whether a comparison holds. */
    static boolean compare(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            default -> throw new PromQlException(operator + " does not compare.");
        };
    }

    private static double power(double base, double exponent) {
        boolean one = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return one ? 1 : Math.pow(base, exponent);
    }

    /** The larger one; infinity even beside NaN. */
    static double max(double left, double right) {
        boolean infinite = left == Double.POSITIVE_INFINITY || right == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(left, right);
    }

    /** The smaller one; negative infinity even beside NaN. */
    static double min(double left, double right) {
        boolean infinite = left == Double.NEGATIVE_INFINITY || right == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(left, right);
    }
}
