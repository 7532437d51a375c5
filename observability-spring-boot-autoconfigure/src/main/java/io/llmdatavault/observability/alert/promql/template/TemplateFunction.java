package io.llmdatavault.observability.alert.promql.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A function of templates.
 *
 * @param name its name
 * @param parameters what it takes
 * @param repeated whether the last parameter may be given any number of times, none included
 * @param body what it does
 */
record TemplateFunction(String name, List<Parameter> parameters, boolean repeated, Body body) {

    /** The type of a parameter. */
    enum Parameter {
        /** Anything, nil included. */
        ANY("interface {}"),
        /** A text. */
        TEXT("string"),
        /** A series of a query. */
        SAMPLE("*template.sample"),
        /** What a query gives. */
        SAMPLES("template.queryResult");

        private final String type;

        Parameter(String type) {
            this.type = type;
        }

        /** As messages name it. */
        String type() {
            return type;
        }

        boolean accepts(@Nullable Object value) {
            return switch (this) {
                case ANY -> true;
                case TEXT -> value instanceof String;
                case SAMPLE -> value == null || value instanceof GoValues.Sample;
                case SAMPLES -> value == null || value instanceof List<?>;
            };
        }
    }

    /** What a function does. */
    @FunctionalInterface
    interface Body {

        @Nullable
        Object apply(Arguments arguments);
    }

    /** The type of argument number {@code index}, from 0. */
    Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }
}
