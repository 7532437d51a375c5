package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.re2j.Pattern;

/** Evaluates expressions at one point in time. */
final class Evaluation {

    /** Takes what is wanted of a sample. */
    @FunctionalInterface
    private interface Pick {

        double of(Series series, int index);
    }

    private final QueryData data;

    private final QueryBudget budget;

    private final long lookBackMillis;

    private final long defaultStepMillis;

    private final long timestamp;

    private final boolean inSubquery;

    Evaluation(QueryData data, QueryBudget budget, long lookBackMillis, long defaultStepMillis, long timestamp) {
        this(data, budget, lookBackMillis, defaultStepMillis, timestamp, false);
    }

    private Evaluation(
            QueryData data,
            QueryBudget budget,
            long lookBackMillis,
            long defaultStepMillis,
            long timestamp,
            boolean inSubquery) {
        this.data = data;
        this.budget = budget;
        this.lookBackMillis = lookBackMillis;
        this.defaultStepMillis = defaultStepMillis;
        this.timestamp = timestamp;
        this.inSubquery = inSubquery;
    }

    /** The time of evaluation in milliseconds since the epoch; within a subquery that of the step. */
    long timestamp() {
        return timestamp;
    }

    QueryBudget budget() {
        return budget;
    }

    Value evaluate(Expression expression) {
        budget.enter();
        Value value = switchOn(expression);
        if (value instanceof InstantVector vector) {
            budget.spendOperations(vector.size());
        }
        budget.leave();
        return value;
    }

    private Value switchOn(Expression expression) {
        if (expression instanceof NumberLiteral number) {
            return new ScalarValue(number.value());
        } else if (expression instanceof StringLiteral text) {
            return new StringValue(text.value());
        } else if (expression instanceof VectorSelector selector) {
            return select(selector, (series, index) -> series.values()[index]);
        } else if (expression instanceof RangeSelector || expression instanceof Subquery) {
            List<Series> ranges = new ArrayList<>();
            windows(expression).forEach((labels, window) -> ranges.add(window.toSeries(labels)));
            return new RangeVector(ranges);
        } else if (expression instanceof Parentheses parentheses) {
            return evaluate(parentheses.expression());
        } else if (expression instanceof UnaryExpression unary) {
            return unary.negative() ? negate(unary) : evaluate(unary.expression());
        } else if (expression instanceof BinaryExpression binary) {
            return BinaryOperations.apply(binary, evaluate(binary.left()), evaluate(binary.right()));
        } else if (expression instanceof Aggregation aggregation) {
            return Aggregations.apply(aggregation, this);
        }
        return call((FunctionCall) expression);
    }

    private Value call(FunctionCall call) {
        Function function = Functions.find(call.function());
        if (function == null) {
            throw new PromQlException("There is no function " + call.function() + ".");
        }
        int count = call.arguments().size();
        if (count < function.minimumArguments() || count > function.maximumArguments()) {
            throw new PromQlException(call.function() + " does not take " + count + " arguments.");
        }
        return function.body().apply(this, call.arguments());
    }

    private Value negate(UnaryExpression unary) {
        Value value = evaluate(unary.expression());
        if (value instanceof ScalarValue scalar) {
            return new ScalarValue(-scalar.value());
        }
        InstantVector vector = require(InstantVector.class, value);
        InstantVector negated = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            negated.add(withoutName(unary, vector.labels(i)), -vector.value(i));
        }
        return negated.requireDistinct();
    }

    /**
     * Labels without the metric name. Within a subquery no two series may become the same like this, even if no step
     * has both: Prometheus evaluates all steps at once where it negates, and where it goes through ranges.
     * @param part what drops the name
     */
    Labels withoutName(Expression part, Labels labels) {
        Labels without = labels.withoutName();
        if (inSubquery) {
            data.requireOneOrigin(part, without, labels);
        }
        return without;
    }

    /** The value of an expression that is an instant vector. Others may hold it, too: never changed. */
    InstantVector vector(Expression expression) {
        return require(InstantVector.class, evaluate(expression));
    }

    double scalar(Expression expression) {
        return require(ScalarValue.class, evaluate(expression)).value();
    }

    String text(Expression expression) {
        return require(StringValue.class, evaluate(expression)).value();
    }

    /** The regular expression that an expression gives, compiled once for all steps. */
    Pattern pattern(Expression expression) {
        return data.pattern(text(expression));
    }

    private static <V extends Value> V require(Class<V> type, Value value) {
        if (!type.isInstance(value)) {
            // The parser has checked the types; this expression was made otherwise.
            throw new PromQlException("A value of type " + value.type() + " is in a place for another.");
        }
        return type.cast(value);
    }

    /** The times of the samples that a selector finds, in seconds. */
    InstantVector sampleTimes(VectorSelector selector) {
        return select(selector, (series, index) -> series.timestamps()[index] / 1000.0);
    }

    private InstantVector select(VectorSelector selector, Pick pick) {
        long time = selector.shift().apply(timestamp, data.queryTimestamp());
        long oldest = Math.subtractExact(time, lookBackMillis);
        List<Series> candidates = data.series(selector);
        InstantVector found = new InstantVector(candidates.size());
        for (Series series : candidates) {
            int index = series.firstAfter(time) - 1;
            if (index >= series.from()
                    && series.timestamps()[index] >= oldest
                    && !StaleMarker.is(series.values()[index])) {
                found.add(series.labels(), pick.of(series, index));
            }
        }
        budget.spendSamples(candidates.size());
        return found;
    }

    /** What an expression finds that has a range. */
    RangeWindows windows(Expression range) {
        Expression expression = withoutParentheses(range);
        if (expression instanceof RangeSelector selector) {
            RangeWindow window = window(selector.vector().shift(), selector.rangeMillis());
            return RangeWindows.ofRead(data.series(selector.vector()), window, budget);
        } else if (expression instanceof Subquery subquery) {
            RangeWindow window = window(subquery.shift(), subquery.rangeMillis());
            return RangeWindows.ofComputed(steps(subquery, window), window, budget);
        }
        throw new PromQlException("Only a selector or a subquery has a range.");
    }

    private RangeWindow window(TimeShift shift, long rangeMillis) {
        long end = shift.apply(timestamp, data.queryTimestamp());
        return new RangeWindow(Math.subtractExact(end, rangeMillis), end, timestamp);
    }

    private List<Series> steps(Subquery subquery, RangeWindow window) {
        long step = subquery.stepMillis() > 0 ? subquery.stepMillis() : defaultStepMillis;
        long first = step * (window.start() / step);
        if (first < window.start()) {
            first = Math.addExact(first, step);
        }
        if (first > window.end()) {
            return List.of();
        }
        long count = Math.addExact(Math.subtractExact(window.end(), first) / step, 1);
        budget.spendSamples(count);
        Map<Labels, SeriesBuilder> series = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            long time = first + i * step;
            Value value = inSubquery ? data.step(subquery, time, at -> at(subquery, at)) : at(subquery, time);
            if (value instanceof ScalarValue scalar) {
                append(series, Labels.EMPTY, time, scalar.value());
            } else {
                InstantVector vector = require(InstantVector.class, value);
                budget.spendSamples(vector.size());
                for (int j = 0; j < vector.size(); j++) {
                    append(series, vector.labels(j), time, vector.value(j));
                }
            }
        }
        return series.values().stream().map(SeriesBuilder::build).toList();
    }

    private void append(Map<Labels, SeriesBuilder> series, Labels labels, long time, double value) {
        SeriesBuilder builder = series.get(labels);
        if (builder == null) {
            budget.holdSeries(1);
            builder = new SeriesBuilder(labels);
            series.put(labels, builder);
        }
        builder.add(time, value);
    }

    private Value at(Subquery subquery, long step) {
        return new Evaluation(data, budget, lookBackMillis, defaultStepMillis, step, true)
                .evaluate(subquery.expression());
    }

    static Expression withoutParentheses(Expression expression) {
        Expression inner = expression;
        while (inner instanceof Parentheses parentheses) {
            inner = parentheses.expression();
        }
        return inner;
    }
}
