package io.llmdatavault.observability.alert.promql.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a function is called with; types have been checked.
 *
 * @param values the arguments
 * @param data what the template may show
 * @param limits what it may still cost
 */
record Arguments(List<@Nullable Object> values, TemplateData data, Limits limits) {

    @Nullable
    Object get(int index) {
        return values.get(index);
    }

    int size() {
        return values.size();
    }

    /** The arguments from one on. */
    List<@Nullable Object> from(int index) {
        return values.subList(index, values.size());
    }

    /** An argument that the function declares as a text. */
    String text(int index) {
        return (String) required(index);
    }

    /** An argument that the function declares as a series. */
    GoValues.Sample sample(int index) {
        return (GoValues.Sample) required(index);
    }

    /** An argument that the function declares as the result of a query. */
    List<?> samples(int index) {
        return values.get(index) instanceof List<?> samples ? samples : List.of();
    }

    /** An argument that is a number, or a text that means one. */
    double number(int index) {
        Object value = values.get(index);
        if (value instanceof String text) {
            return GoNumbers.parseFloat(text);
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new ExecutionException("can't convert " + GoValues.type(value) + " to float");
    }

    private Object required(int index) {
        Object value = values.get(index);
        if (value == null) {
            throw new ExecutionException("runtime error: invalid memory address or nil pointer dereference");
        }
        return value;
    }
}
