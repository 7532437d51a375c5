package io.llmdatavault.observability.alert.promql;

/**
 * A text between double quotes, single quotes or backticks.
 *
 * @param value the text itself, its escapes resolved
 * @since 0.1.0
 */
public record StringLiteral(String value) implements Expression {

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
