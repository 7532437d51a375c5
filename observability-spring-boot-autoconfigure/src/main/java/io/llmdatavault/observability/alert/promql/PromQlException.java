package io.llmdatavault.observability.alert.promql;

/**
 * A text that is no PromQL, a query that cannot be evaluated, or one beyond its limits: the only exception of this
 * package. Its message can be shown to whoever wrote the query, and says nothing else.
 *
 * @since 0.1.0
 */
public class PromQlException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public PromQlException(String message) {
        super(message);
    }
}
