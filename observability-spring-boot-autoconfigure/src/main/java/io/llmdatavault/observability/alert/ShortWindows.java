package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.Aggregation;
import io.llmdatavault.observability.alert.promql.BinaryExpression;
import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.FunctionCall;
import io.llmdatavault.observability.alert.promql.Parentheses;
import io.llmdatavault.observability.alert.promql.RangeSelector;
import io.llmdatavault.observability.alert.promql.Subquery;
import io.llmdatavault.observability.alert.promql.UnaryExpression;
import io.llmdatavault.observability.configuration.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * Finds windows that are too short for what is made of them: {@code rate(x[10s])} never gives anything where a sample is
 * taken every 15 seconds.
 *
 * @param interval the time between two samples of a meter, whatever the interval of the rule's group
 */
record ShortWindows(Duration interval) {

    private static final Set<String> OF_TWO_SAMPLES =
            Set.of("delta", "deriv", "idelta", "increase", "irate", "predict_linear", "rate");

    /** What is wrong, a part of a sentence that begins with the name of what is wrong; {@code null} if nothing is. */
    @Nullable
    String problem(Expression expression) {
        return calls(expression)
                .filter(this::isTooShort)
                .findFirst()
                .map(call -> "has the window of " + call + ", shorter than two intervals of "
                        + DurationText.of(interval) + ": it may never find the two samples that it needs")
                .orElse(null);
    }

    private static Stream<FunctionCall> calls(Expression expression) {
        if (expression instanceof FunctionCall call) {
            return Stream.concat(Stream.of(call), call.arguments().stream().flatMap(ShortWindows::calls));
        } else if (expression instanceof BinaryExpression binary) {
            return Stream.concat(calls(binary.left()), calls(binary.right()));
        } else if (expression instanceof Aggregation aggregation) {
            return calls(aggregation.expression());
        } else if (expression instanceof Parentheses parentheses) {
            return calls(parentheses.expression());
        } else if (expression instanceof UnaryExpression unary) {
            return calls(unary.expression());
        } else if (expression instanceof Subquery subquery) {
            return calls(subquery.expression());
        }
        return Stream.empty();
    }

    private boolean isTooShort(FunctionCall call) {
        return OF_TWO_SAMPLES.contains(call.function())
                && call.arguments().stream()
                        .anyMatch(argument -> argument instanceof RangeSelector range
                                && range.rangeMillis() < 2 * interval.toMillis()
                                && !isRecorded(range));
    }

    /** As rules name what they record, which has the interval of their group; no meter has such a name. */
    private static boolean isRecorded(RangeSelector range) {
        return range.vector().metric().contains(":");
    }
}
