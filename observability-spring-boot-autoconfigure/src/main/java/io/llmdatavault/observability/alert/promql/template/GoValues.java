package io.llmdatavault.observability.alert.promql.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.InstantVector;
import org.jspecify.annotations.Nullable;

/**
 * The values that a template handles: {@code Double}, {@code Long}, {@code Boolean}, {@code String}, labels as a
 * {@code Map}, a {@link Sample}, a {@code List} of these, the {@link Root}, and {@code null} for Go's nil.
 */
final class GoValues {

    /**
     * What {@code $} is.
     *
     * @param labels {@code .Labels}
     * @param externalLabels {@code .ExternalLabels}
     * @param externalUrl {@code .ExternalURL}
     * @param value {@code .Value}
     */
    record Root(Map<String, String> labels, Map<String, String> externalLabels, String externalUrl, double value) {

        Root(TemplateData data) {
            this(data.labels().toMap(), data.externalLabels().toMap(), data.externalUrl(), data.value());
        }
    }

    /**
     * One series of what a query gave.
     *
     * @param labels {@code .Labels}
     * @param value {@code .Value}
     */
    record Sample(Map<String, String> labels, double value) {}

    private GoValues() {}

    /** What {@code query} gives. */
    static List<Sample> samples(InstantVector vector) {
        Sample[] samples = new Sample[vector.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new Sample(vector.labels(i).toMap(), vector.value(i));
        }
        return List.of(samples);
    }

    /** The name of the type in messages and for {@code %T}. */
    static String type(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof Double) {
            return "float64";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Map<?, ?>) {
            return "map[string]string";
        }
        if (value instanceof Sample) {
            return "*template.sample";
        }
        return value instanceof List<?>
                ? "template.queryResult"
                : "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }";
    }

    /** Whether {@code if} takes a value for true: neither nil, zero, empty nor false. */
    static boolean isTrue(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return !(value instanceof List<?> list) || !list.isEmpty();
    }

    /**
     * A field. Labels that are not there are empty, those of nil are nil.
     * @throws ExecutionException if the value has no such field
     */
    static @Nullable Object field(@Nullable Object value, String name) {
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> labels) {
            Object label = labels.get(name);
            return label == null ? "" : label;
        }
        Object field = fields(value).get(name);
        if (field == null) {
            throw new ExecutionException("can't evaluate field " + name + " in type " + type(value));
        }
        return field;
    }

    /** The fields of {@link Root} and {@link Sample}, in the order in which Go prints them; other values have none. */
    static Map<String, Object> fields(Object value) {
        Map<String, Object> fields = new java.util.LinkedHashMap<>();
        if (value instanceof Root root) {
            fields.put("Labels", root.labels());
            fields.put("ExternalLabels", root.externalLabels());
            fields.put("ExternalURL", root.externalUrl());
            fields.put("Value", root.value());
        } else if (value instanceof Sample sample) {
            fields.put("Labels", sample.labels());
            fields.put("Value", sample.value());
        }
        return fields;
    }

    /**
     * What {@code range} steps through, the entries of labels and the elements of lists. No copy: templates nest.
     * @throws ExecutionException if it cannot
     */
    static Collection<?> elements(@Nullable Object value) {
        if (value instanceof Map<?, ?> labels) {
            return labels.entrySet();
        }
        if (value != null && !(value instanceof List<?>)) {
            throw new ExecutionException("range can't iterate over " + GoFormat.value(value));
        }
        return value instanceof List<?> list ? list : List.of();
    }
}
