package io.llmdatavault.observability.alert.promql;

/**
 * What one expression may cost: {@code QueryLimits.DEFAULT.withSeries(1000)}.
 *
 * @param expressionLength characters
 * @param depth of the tree of expressions, at most 100; a chain such as {@code a + b + c} has one level for each operator
 * @param series that one query may read, and that its subqueries may hold at a time
 * @param samples that one query may touch, the steps of subqueries included
 * @param operations that one query may take: one for each part of the expression and each series that it gives, at each
 *     step of a subquery; what bounds its time
 * @since 0.1.0
 */
public record QueryLimits(int expressionLength, int depth, int series, long samples, long operations) {

    /** 16384 characters, 100 levels, 100000 series, 2 million samples, 20 million operations. */
    public static final QueryLimits DEFAULT = new QueryLimits(16_384, 100, 100_000, 2_000_000, 20_000_000);

    /** What recursion can take on a stack of half a megabyte. */
    private static final int DEEPEST = 100;

    public QueryLimits {
        if (expressionLength < 1 || depth < 1 || series < 1 || samples < 1 || operations < 1) {
            throw new IllegalArgumentException("Limits must be at least 1.");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("The depth must be at most " + DEEPEST + ".");
        }
    }

    /** The same limits but for the characters of an expression. */
    public QueryLimits withExpressionLength(int other) {
        return new QueryLimits(other, depth, series, samples, operations);
    }

    /** The same limits but for the levels of an expression, at most 100. */
    public QueryLimits withDepth(int other) {
        return new QueryLimits(expressionLength, other, series, samples, operations);
    }

    /** The same limits but for the series. */
    public QueryLimits withSeries(int other) {
        return new QueryLimits(expressionLength, depth, other, samples, operations);
    }

    /** The same limits but for the samples. */
    public QueryLimits withSamples(long other) {
        return new QueryLimits(expressionLength, depth, series, other, operations);
    }

    /** The same limits but for the operations. */
    public QueryLimits withOperations(long other) {
        return new QueryLimits(expressionLength, depth, series, samples, other);
    }
}
