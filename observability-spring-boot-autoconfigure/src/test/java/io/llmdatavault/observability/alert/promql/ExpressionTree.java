package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;

/** Walks expressions: to count what occurs in them, and to find the smallest part that is evaluated wrongly. */
final class ExpressionTree {

    private ExpressionTree() {}

    /** An expression and all below it. */
    static List<Expression> all(Expression expression) {
        List<Expression> all = new ArrayList<>();
        collect(expression, all);
        return all;
    }

    private static void collect(Expression expression, List<Expression> all) {
        all.add(expression);
        children(expression).forEach(child -> collect(child, all));
    }

    private static List<Expression> children(Expression expression) {
        if (expression instanceof BinaryExpression binary) {
            return List.of(binary.left(), binary.right());
        } else if (expression instanceof FunctionCall call) {
            return call.arguments();
        } else if (expression instanceof Aggregation aggregation) {
            Expression parameter = aggregation.parameter();
            return parameter == null ? List.of(aggregation.expression()) : List.of(parameter, aggregation.expression());
        } else if (expression instanceof Parentheses parentheses) {
            return List.of(parentheses.expression());
        } else if (expression instanceof UnaryExpression unary) {
            return List.of(unary.expression());
        } else if (expression instanceof Subquery subquery) {
            return List.of(subquery.expression());
        } else if (expression instanceof RangeSelector range) {
            return List.of(range.vector());
        }
        return List.of();
    }

    /** What of the language it is made of: functions, operators, aggregations, modifiers. */
    static List<String> constructs(Expression expression) {
        List<String> constructs = new ArrayList<>();
        for (Expression part : all(expression)) {
            if (part instanceof FunctionCall call) {
                constructs.add(call.function() + "()");
            } else if (part instanceof Aggregation aggregation) {
                constructs.add(aggregation.operator().toString());
                constructs.add(aggregation.without() ? "without" : "by");
            } else if (part instanceof BinaryExpression binary) {
                constructs.add(binary.operator().toString());
                constructs.add(binary.matching().cardinality().toString());
                constructs.add(binary.matching().on() ? "on" : "ignoring");
                constructs.add(binary.bool() ? "bool" : "filter");
            } else if (part instanceof Subquery subquery) {
                constructs.add("subquery");
                constructs.add(shift(subquery.shift()));
            } else if (part instanceof VectorSelector selector) {
                constructs.add(shift(selector.shift()));
            } else {
                constructs.add(part.getClass().getSimpleName());
            }
        }
        return constructs;
    }

    private static String shift(TimeShift shift) {
        if (shift.at() != null || shift.atName() != null) {
            return shift.atName() == null ? "@" : "@ " + shift.atName();
        }
        return shift.offsetMillis() == 0 ? "no shift" : shift.offsetMillis() < 0 ? "offset -" : "offset";
    }
}
