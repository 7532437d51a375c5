package io.llmdatavault.observability.alert.promql;

/**
 * Parses PromQL.
 *
 * @since 0.1.0
 */
public final class PromQl {

    private PromQl() {}

    /**
     * The expression that a text means.
     * @throws PromQlException if it means none, with line, column and what was expected
     */
    public static Expression parse(String text) {
        return parse(text, QueryLimits.DEFAULT);
    }

    /**
     * The expression that a text means.
     * @throws PromQlException if it means none, with line, column and what was expected, or if it exceeds the limits
     */
    public static Expression parse(String text, QueryLimits limits) {
        return new Parser(text, limits).parse();
    }
}
