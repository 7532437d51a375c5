package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * The latest sample of each series that satisfies all matchers: {@code http_requests_total{status=~"5.."}}.
 *
 * @param matchers all matchers, that of the metric name ({@code __name__}) included; in the order in which they were written,
 *     which matters to {@code absent()}
 * @param metric the metric name where it was written before the braces, else empty
 * @param shift {@code offset} and {@code @}
 * @since 0.1.0
 */
public record VectorSelector(String metric, List<LabelMatcher> matchers, TimeShift shift) implements Expression {

    public VectorSelector {
        matchers = List.copyOf(matchers);
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
