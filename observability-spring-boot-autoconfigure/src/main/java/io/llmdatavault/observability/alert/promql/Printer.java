package io.llmdatavault.observability.alert.promql;

/** Writes expressions as Prometheus does. */
final class Printer {

    private Printer() {}

    static String print(Expression expression) {
        return expression.getClass().getSimpleName();
    }

    static String print(LabelMatcher matcher) {
        return matcher.name() + matcher.operator() + '"' + matcher.value() + '"';
    }

    static String print(Labels labels) {
        return labels.toMap().toString();
    }
}
