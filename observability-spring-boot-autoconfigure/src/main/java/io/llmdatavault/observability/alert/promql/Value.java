package io.llmdatavault.observability.alert.promql;

/**
 * What a query gives.
 *
 * @since 0.1.0
 */
public sealed interface Value permits ScalarValue, StringValue, InstantVector, RangeVector {

    /** Which of the four it is. */
    ValueType type();
}
