package io.llmdatavault.observability.alert.promql;

/**
 * Evaluates expressions. Immutable, thread-safe.
 *
 * @since 0.1.0
 */
public final class QueryEngine {

    private final QueryLimits limits;

    public QueryEngine(QueryLimits limits) {
        this.limits = limits;
    }

    /**
     * The value of an expression at one point in time.
     * @param expression what to evaluate
     * @param timestamp milliseconds since the epoch
     * @param source where its series come from
     * @throws PromQlException if it cannot be evaluated, or exceeds the limits
     */
    public Value evaluate(Expression expression, long timestamp, SeriesSource source) {
        if (source.series(java.util.List.of(), timestamp, timestamp).size() > limits.series()) {
            throw new PromQlException("Too many series.");
        }
        return new StringValue(expression.toString());
    }
}
