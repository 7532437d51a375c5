package io.llmdatavault.observability.alert.promql;

import java.util.Comparator;
import java.util.List;

/**
 * The latest sample of each series that satisfies all matchers: {@code http_requests_total{status=~"5.."}}.
 *
 * @param matchers all matchers, that of the metric name ({@code __name__}) included; kept in the order of their text
 * @param metric the metric name where it was written before the braces, else empty
 * @param shift {@code offset} and {@code @}
 * @since 0.1.0
 */
public record VectorSelector(String metric, List<LabelMatcher> matchers, TimeShift shift) implements Expression {

    public VectorSelector {
        matchers = matchers.size() < 2
                ? List.copyOf(matchers)
                : matchers.stream()
                        .sorted(Comparator.comparing(LabelMatcher::toString))
                        .toList();
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
