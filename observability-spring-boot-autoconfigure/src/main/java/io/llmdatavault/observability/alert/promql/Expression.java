package io.llmdatavault.observability.alert.promql;

/**
 * A PromQL expression that has been parsed and whose types fit. Immutable. Its {@code toString()} is the canonical text,
 * which parses to an expression of the same text again.
 *
 * @since 0.1.0
 */
public sealed interface Expression
        permits NumberLiteral,
                StringLiteral,
                VectorSelector,
                RangeSelector,
                Subquery,
                Parentheses,
                UnaryExpression,
                BinaryExpression,
                Aggregation,
                FunctionCall {

    /** The type of what it gives. */
    ValueType type();
}
