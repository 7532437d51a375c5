package io.llmdatavault.observability.alert.promql;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The operators that make one series, or some, of many.
 *
 * @since 0.1.0
 */
public enum AggregationOperator {
    /** Sum. */
    SUM(null),
    /** Mean. */
    AVG(null),
    /** Smallest value. */
    MIN(null),
    /** Largest value. */
    MAX(null),
    /** How many series there are. */
    COUNT(null),
    /** 1 for each group. */
    GROUP(null),
    /** Population standard deviation. */
    STDDEV(null),
    /** Population variance. */
    STDVAR(null),
    /** The k largest, with their own labels. */
    TOPK(ValueType.SCALAR),
    /** The k smallest, with their own labels. */
    BOTTOMK(ValueType.SCALAR),
    /** The φ-quantile, interpolated. */
    QUANTILE(ValueType.SCALAR),
    /** How often each value occurs, under a label of the given name. */
    COUNT_VALUES(ValueType.STRING);

    private final @Nullable ValueType parameter;

    AggregationOperator(@Nullable ValueType parameter) {
        this.parameter = parameter;
    }

    /** The type of its parameter, or {@code null} if it has none. */
    @Nullable
    ValueType parameter() {
        return parameter;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
