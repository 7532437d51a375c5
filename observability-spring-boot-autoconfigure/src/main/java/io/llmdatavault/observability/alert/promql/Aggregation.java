package io.llmdatavault.observability.alert.promql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An aggregation: {@code sum by (path) (x)}.
 *
 * @param operator the operator
 * @param parameter the parameter of {@code topk}, {@code bottomk}, {@code quantile} and {@code count_values}
 * @param expression what is aggregated, an instant vector
 * @param without whether the groups have all labels but {@code grouping}, instead of these only
 * @param grouping the labels of {@code by} or {@code without}
 * @since 0.1.0
 */
public record Aggregation(
        AggregationOperator operator,
        @Nullable Expression parameter,
        Expression expression,
        boolean without,
        List<String> grouping)
        implements Expression {

    public Aggregation {
        grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
        return ValueType.INSTANT_VECTOR;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
