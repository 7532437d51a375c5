package io.llmdatavault.observability.alert.promql;

import java.util.List;

/**
 * Where queries read from.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SeriesSource {

    /**
     * The series that satisfy all matchers, each with its samples from {@code from} to {@code to}, both included. A
     * series without any in that time may be left out. No two have equal labels. May give more samples than asked for;
     * the engine cuts. What this throws goes through the engine as it is.
     * @param matchers at least one
     * @param from milliseconds since the epoch
     * @param to milliseconds since the epoch, not before {@code from}
     */
    List<Series> series(List<LabelMatcher> matchers, long from, long to);
}
