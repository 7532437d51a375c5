package io.llmdatavault.observability.alert.promql;

/**
 * An expression between parentheses, kept so that the canonical text has them, too.
 *
 * @param expression what is between them
 * @since 0.1.0
 */
public record Parentheses(Expression expression) implements Expression {

    @Override
    public ValueType type() {
        return expression.type();
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
