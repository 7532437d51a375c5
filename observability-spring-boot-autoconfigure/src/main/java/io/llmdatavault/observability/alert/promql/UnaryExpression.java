package io.llmdatavault.observability.alert.promql;

/**
 * A sign before a scalar or an instant vector: {@code -x}.
 *
 * @param negative whether the sign is a minus; a plus changes nothing, not even the metric name
 * @param expression what the sign stands before
 * @since 0.1.0
 */
public record UnaryExpression(boolean negative, Expression expression) implements Expression {

    @Override
    public ValueType type() {
        return expression.type();
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
