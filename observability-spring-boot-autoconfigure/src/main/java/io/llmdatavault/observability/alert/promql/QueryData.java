package io.llmdatavault.observability.alert.promql;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import com.google.re2j.Pattern;

/** What one query has read, the regular expressions it has compiled, and the steps of its subqueries that it knows already. */
final class QueryData {

    /** Samples of steps that are kept in memory; later steps are evaluated again. */
    private static final int REMEMBERED = 250_000;

    private final long queryTimestamp;

    private final IdentityHashMap<VectorSelector, List<Series>> series;

    private final IdentityHashMap<Subquery, Map<Long, Value>> steps = new IdentityHashMap<>();

    private final IdentityHashMap<Expression, Map<Labels, Labels>> origins = new IdentityHashMap<>();

    private final Map<String, Pattern> patterns = new HashMap<>();

    private int remembered;

    private QueryData(long queryTimestamp, IdentityHashMap<VectorSelector, List<Series>> series) {
        this.queryTimestamp = queryTimestamp;
        this.series = series;
    }

    /** Reads what every selector will need. */
    static QueryData read(
            IdentityHashMap<VectorSelector, Interval> intervals,
            long queryTimestamp,
            SeriesSource source,
            QueryBudget budget) {
        IdentityHashMap<VectorSelector, List<Series>> series = new IdentityHashMap<>();
        intervals.forEach((selector, interval) -> {
            List<Series> found = source.series(selector.matchers(), interval.from(), interval.to());
            budget.spendSeries(found.size());
            // A list that computes what it holds would run code of the source during the evaluation.
            series.put(selector, List.copyOf(found));
        });
        return new QueryData(queryTimestamp, series);
    }

    /** The time of the query itself, which {@code @ start()} and {@code @ end()} mean in subqueries, too. */
    long queryTimestamp() {
        return queryTimestamp;
    }

    List<Series> series(VectorSelector selector) {
        return series.getOrDefault(selector, List.of());
    }

    /** A regular expression, compiled when it is first asked for. */
    Pattern pattern(String text) {
        return patterns.computeIfAbsent(text, LabelRegex::pattern);
    }

    /**
     * The value of a subquery at one of its steps. Steps are multiples of their length, so that a subquery within
     * another meets the same ones again and again.
     */
    Value step(Subquery subquery, long timestamp, LongFunction<Value> evaluation) {
        Map<Long, Value> known = steps.computeIfAbsent(subquery, key -> new HashMap<>());
        Value value = known.get(timestamp);
        if (value == null) {
            value = evaluation.apply(timestamp);
            remembered += value instanceof InstantVector vector ? vector.size() + 1 : 1;
            if (remembered <= REMEMBERED) {
                known.put(timestamp, value);
            }
        }
        return value;
    }

    /** Fails if one part of the expression makes the same labels of two series, be it at two steps of a subquery. */
    void requireOneOrigin(Expression part, Labels result, Labels origin) {
        Labels earlier = origins.computeIfAbsent(part, key -> new HashMap<>()).putIfAbsent(result, origin);
        if (earlier != null && !earlier.equals(origin)) {
            throw InstantVector.sameLabels();
        }
    }
}
