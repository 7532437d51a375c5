package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * What a selector of an expression reads: which series, and how far back from the time of the query.
 *
 * @param matchers the conditions of the selector
 * @param millis how long before the query the earliest sample may be that it looks at: range, {@code offset}, look-back
 *     and the subqueries around it together; 0 if all are later; {@link Long#MAX_VALUE} if {@code @} names a fixed time
 * @since 0.1.0
 */
public record SelectorReach(List<LabelMatcher> matchers, long millis) {

    public SelectorReach {
        matchers = List.copyOf(matchers);
    }
}
