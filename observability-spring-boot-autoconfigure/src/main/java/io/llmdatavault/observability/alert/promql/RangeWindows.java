package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.function.BiConsumer;

/** What a range selector or a subquery finds: its series, each with the samples that are in the range. */
final class RangeWindows {

    private final List<Series> candidates;

    private final RangeWindow window;

    private final QueryBudget budget;

    /** Series that are only held for this. */
    private final int held;

    private RangeWindows(List<Series> candidates, RangeWindow window, QueryBudget budget, int held) {
        this.candidates = candidates;
        this.window = window;
        this.budget = budget;
        this.held = held;
    }

    /** Of series that the query has read, which all its steps share. */
    static RangeWindows ofRead(List<Series> candidates, RangeWindow window, QueryBudget budget) {
        return new RangeWindows(candidates, window, budget, 0);
    }

    /** Of series that a subquery has computed, which are forgotten afterwards. */
    static RangeWindows ofComputed(List<Series> candidates, RangeWindow window, QueryBudget budget) {
        return new RangeWindows(candidates, window, budget, candidates.size());
    }

    /** How many series there are at most. */
    int capacity() {
        return candidates.size();
    }

    /** Calls back with each series that has samples in the range, and these samples. The window is only lent. */
    void forEach(BiConsumer<Labels, RangeWindow> action) {
        budget.spendSamples(candidates.size());
        for (Series series : candidates) {
            if (window.moveTo(series)) {
                budget.spendSamples(window.size());
                action.accept(series.labels(), window);
            }
        }
        budget.releaseSeries(held);
    }
}
