package io.llmdatavault.observability.alert.engine;

import java.util.List;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.SeriesSource;
import io.llmdatavault.observability.alert.promql.StaleMarker;

/** Evaluates the expressions of one group on the samples, and notices whether there were any. Used by one thread. */
final class GroupQueries {

    private final QueryEngine engine;

    private final SeriesSource samples;

    GroupQueries(QueryEngine engine, SeriesSource samples) {
        this.engine = engine;
        this.samples = samples;
    }

    /** The value of a rule's expression. */
    Result evaluate(Expression expression, Tick now) {
        WatchedSource watched = new WatchedSource(samples, now.timestamp());
        InstantVector vector = engine.vector(expression, now.timestamp(), watched);
        return new Result(vector, vector.size() > 0 || watched.hasData());
    }

    /** The value of an expression that a template asks for, all problems being texts. */
    InstantVector evaluate(String expression, Tick now) {
        try {
            return engine.vector(PromQl.parse(expression), now.timestamp(), samples);
        } catch (PromQlException ex) {
            throw ex;
        } catch (RuntimeException ex) {
            throw new PromQlException(String.valueOf(ex.getMessage()));
        }
    }

    /**
     * What came of an expression.
     *
     * @param vector its value
     * @param hasData whether there is a value, a live series that it reads, or nothing that it could read
     */
    record Result(InstantVector vector, boolean hasData) {}

    /**
     * Notices whether one of the series is alive. What has an offset says that it was there once: it counts only where
     * nothing is read as it is now, and what is always there only where nothing else is read.
     */
    private static final class WatchedSource implements SeriesSource {

        /** Always there: conditions ask them whether the service was there, and not what it did. */
        private static final Set<String> ALWAYS_THERE = Set.of("up", "process_start_time_seconds");

        private static final int ALWAYS = 0;

        private static final int EARLIER = 1;

        private static final int NOW = 2;

        private final SeriesSource source;

        private final long now;

        /** The highest rank of what was asked for; negative if nothing was. */
        private int asked = -1;

        /** The highest rank of what was found alive. */
        private int found = -1;

        WatchedSource(SeriesSource source, long now) {
            this.source = source;
            this.now = now;
        }

        @Override
        public List<Series> series(List<LabelMatcher> matchers, long from, long to) {
            int rank = isAlwaysThere(matchers) ? ALWAYS : to < now ? EARLIER : NOW;
            asked = Math.max(asked, rank);
            List<Series> series = source.series(matchers, from, to);
            for (int i = 0; i < series.size() && found < rank; i++) {
                if (isAlive(series.get(i), from, to)) {
                    found = rank;
                }
            }
            return series;
        }

        boolean hasData() {
            return found == asked;
        }

        private static boolean isAlwaysThere(List<LabelMatcher> matchers) {
            return matchers.stream()
                    .anyMatch(matcher -> matcher.name().equals(Labels.METRIC_NAME)
                            && matcher.operator() == LabelMatcher.Operator.EQUAL
                            && ALWAYS_THERE.contains(matcher.value()));
        }

        private static boolean isAlive(Series series, long from, long to) {
            int last = series.to() - 1;
            while (last >= series.from() && series.timestamps()[last] > to) {
                last--;
            }
            return last >= series.from() && series.timestamps()[last] >= from && !StaleMarker.is(series.values()[last]);
        }
    }
}
