package io.llmdatavault.observability.alert.promql;

/**
 * A text.
 *
 * @param value the text
 * @since 0.1.0
 */
public record StringValue(String value) implements Value {

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }
}
