package io.llmdatavault.observability.alert.rule;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.ValueType;

/**
 * A condition written in PromQL: true for every series of its result, a scalar being one series without labels.
 * Immutable.
 *
 * @param expression gives an instant vector or a scalar; of anything else, as a rule file may have it, every evaluation
 *     fails
 * @since 0.1.0
 */
public record PromQlCondition(Expression expression) implements AlertCondition {

    /**
     * Parses a condition.
     * @param text an expression of Prometheus, as in {@code queue_depth > 1000}
     * @throws PromQlException if it is none, or gives ranges or a text, with line, column and what was expected
     */
    public static PromQlCondition of(String text) {
        Expression expression = PromQl.parse(text);
        if (expression.type() == ValueType.RANGE_VECTOR || expression.type() == ValueType.STRING) {
            int start = text.length() - text.stripLeading().length();
            throw PromQlException.at(
                    text, start, "expected an instant vector or a scalar, but found a " + expression.type());
        }
        return new PromQlCondition(expression);
    }

    @Override
    public String promql() {
        return expression.toString();
    }
}
