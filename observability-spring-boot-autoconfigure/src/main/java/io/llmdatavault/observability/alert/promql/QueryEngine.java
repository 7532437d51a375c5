package io.llmdatavault.observability.alert.promql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * Evaluates expressions. Immutable, thread-safe.
 *
 * @since 0.1.0
 */
public final class QueryEngine {

    /** How old the sample of an instant selector may be, as in Prometheus. */
    public static final Duration DEFAULT_LOOK_BACK = Duration.ofMinutes(5);

    /** The step of subqueries that name none, as in Prometheus. */
    public static final Duration DEFAULT_STEP = Duration.ofMinutes(1);

    private final QueryLimits limits;

    private final long lookBackMillis;

    private final long stepMillis;

    public QueryEngine(QueryLimits limits) {
        this(limits, DEFAULT_LOOK_BACK, DEFAULT_STEP);
    }

    /**
     * An engine.
     * @param limits what one query may cost
     * @param lookBack how old the sample of an instant selector may be
     * @param step the step of subqueries that name none: Prometheus takes its interval between two evaluations of rules
     */
    public QueryEngine(QueryLimits limits, Duration lookBack, Duration step) {
        if (lookBack.toMillis() < 1 || step.toMillis() < 1) {
            throw new IllegalArgumentException("Look-back and step must be at least a millisecond.");
        }
        this.limits = limits;
        this.lookBackMillis = lookBack.toMillis();
        this.stepMillis = step.toMillis();
    }

    /**
     * The value of an expression at one point in time.
     * @param expression what to evaluate
     * @param timestamp milliseconds since the epoch
     * @param source where its series come from
     * @throws PromQlException if it cannot be evaluated, or exceeds the limits; soon after the thread is interrupted, too
     */
    public Value evaluate(Expression expression, long timestamp, SeriesSource source) {
        QueryBudget budget = new QueryBudget(limits);
        IdentityHashMap<VectorSelector, Interval> intervals =
                withinTime(() -> SelectorIntervals.of(expression, timestamp, lookBackMillis));
        // Not within: an ArithmeticException of the source is its own.
        QueryData data = QueryData.read(intervals, timestamp, source, budget);
        Evaluation evaluation = new Evaluation(data, budget, lookBackMillis, stepMillis, timestamp);
        return withinTime(() -> evaluation.evaluate(expression));
    }

    /**
     * The samples of an expression at one point in time, as rules of Prometheus take them: a scalar is one without
     * labels.
     * @param expression what to evaluate; gives an instant vector or a scalar
     * @param timestamp milliseconds since the epoch
     * @param source where its series come from
     * @throws PromQlException if it cannot be evaluated, exceeds the limits, or gives ranges or a text
     */
    public InstantVector vector(Expression expression, long timestamp, SeriesSource source) {
        Value value = evaluate(expression, timestamp, source);
        if (value instanceof InstantVector vector) {
            return vector;
        }
        if (value instanceof ScalarValue scalar) {
            return InstantVector.of(Labels.EMPTY, scalar.value());
        }
        throw new PromQlException("Expected an expression that gives an instant vector or a scalar, but it gives a "
                + value.type() + ".");
    }

    private static <T> T withinTime(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (ArithmeticException ex) {
            throw new PromQlException("A time of the query is too far away to be computed with.");
        }
    }

    /**
     * What an expression reads, one entry for each of its selectors in no particular order: for whoever has to keep the
     * samples.
     * @throws PromQlException if it reaches further than times can be computed with
     */
    public List<SelectorReach> reach(Expression expression) {
        try {
            IdentityHashMap<VectorSelector, Interval> now = SelectorIntervals.of(expression, 0, lookBackMillis);
            IdentityHashMap<VectorSelector, Interval> later = SelectorIntervals.of(expression, 1, lookBackMillis);
            List<SelectorReach> reaches = new ArrayList<>();
            now.forEach((selector, interval) -> {
                // What does not move along with the query is at a time of its own.
                boolean fixed = later.getOrDefault(selector, interval).from() == interval.from();
                long millis = fixed ? Long.MAX_VALUE : Math.max(0, Math.negateExact(interval.from()));
                reaches.add(new SelectorReach(selector.matchers(), millis));
            });
            return reaches;
        } catch (ArithmeticException ex) {
            throw new PromQlException("The expression reaches too far back to be computed with.");
        }
    }
}
