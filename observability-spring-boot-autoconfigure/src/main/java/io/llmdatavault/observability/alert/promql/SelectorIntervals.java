package io.llmdatavault.observability.alert.promql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;

/**
 * Finds the selectors of an expression and when each of them looks, so that a query reads every series once, however
 * often a subquery evaluates it. Keeps a stack of its own, so that no depth of expressions can exhaust that of Java.
 */
final class SelectorIntervals {

    /** An expression that is to be looked through, and when it is evaluated. */
    private record Visit(Expression expression, Interval when) {}

    private final long queryTimestamp;

    private final long lookBackMillis;

    private final IdentityHashMap<VectorSelector, Interval> intervals = new IdentityHashMap<>();

    private final Deque<Visit> pending = new ArrayDeque<>();

    private SelectorIntervals(long queryTimestamp, long lookBackMillis) {
        this.queryTimestamp = queryTimestamp;
        this.lookBackMillis = lookBackMillis;
    }

    static IdentityHashMap<VectorSelector, Interval> of(
            Expression expression, long queryTimestamp, long lookBackMillis) {
        SelectorIntervals collector = new SelectorIntervals(queryTimestamp, lookBackMillis);
        collector.pending.push(new Visit(expression, new Interval(queryTimestamp, queryTimestamp)));
        while (!collector.pending.isEmpty()) {
            Visit visit = collector.pending.pop();
            collector.look(visit.expression(), visit.when());
        }
        return collector.intervals;
    }

    private void look(Expression expression, Interval when) {
        if (expression instanceof VectorSelector selector) {
            add(selector, when.shifted(selector.shift(), queryTimestamp).reachingBack(lookBackMillis));
        } else if (expression instanceof RangeSelector range) {
            VectorSelector selector = range.vector();
            add(selector, when.shifted(selector.shift(), queryTimestamp).reachingBack(range.rangeMillis()));
        } else if (expression instanceof Subquery subquery) {
            Interval shifted = when.shifted(subquery.shift(), queryTimestamp);
            pending.push(new Visit(subquery.expression(), shifted.reachingBack(subquery.rangeMillis())));
        } else if (expression instanceof Parentheses parentheses) {
            pending.push(new Visit(parentheses.expression(), when));
        } else if (expression instanceof UnaryExpression unary) {
            pending.push(new Visit(unary.expression(), when));
        } else if (expression instanceof BinaryExpression binary) {
            pending.push(new Visit(binary.right(), when));
            pending.push(new Visit(binary.left(), when));
        } else if (expression instanceof Aggregation aggregation) {
            pending.push(new Visit(aggregation.expression(), when));
            if (aggregation.parameter() != null) {
                pending.push(new Visit(aggregation.parameter(), when));
            }
        } else if (expression instanceof FunctionCall call) {
            call.arguments().forEach(argument -> pending.push(new Visit(argument, when)));
        }
    }

    private void add(VectorSelector selector, Interval interval) {
        intervals.merge(selector, interval, Interval::span);
    }
}
