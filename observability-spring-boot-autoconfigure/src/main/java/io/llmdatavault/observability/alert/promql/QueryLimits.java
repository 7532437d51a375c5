package io.llmdatavault.observability.alert.promql;

/**
 * What one expression may cost.
 *
 * @param expressionLength characters
 * @param depth of the tree of expressions, at most 100; a chain such as {@code a + b + c} has one level for each operator
 * @param series that one query may touch
 * @param samples that one query may touch, the steps of subqueries included
 * @since 0.1.0
 */
public record QueryLimits(int expressionLength, int depth, int series, long samples) {

    /** 16384 characters, 100 levels, 100000 series, 10 million samples. */
    public static final QueryLimits DEFAULT = new QueryLimits(16_384, 100, 100_000, 10_000_000);

    /** What recursion can take on a stack of half a megabyte. */
    private static final int DEEPEST = 100;

    public QueryLimits {
        if (expressionLength < 1 || depth < 1 || series < 1 || samples < 1) {
            throw new IllegalArgumentException("Limits must be at least 1.");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("The depth must be at most " + DEEPEST + ".");
        }
    }
}
