package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Series as text, one a line: {@code a{x="1"} 0 1 _ stale NaN}, a sample each minute from 0. */
final class SeriesText {

    private SeriesText() {}

    static SeriesSource source(List<String> lines) {
        List<Series> all = lines.stream().map(SeriesText::series).toList();
        return (matchers, from, to) -> all.stream()
                .filter(series -> matchers.stream().allMatch(matcher -> matcher.matches(series.labels())))
                .toList();
    }

    static SeriesSource source(String... lines) {
        return source(List.of(lines));
    }

    private static Series series(String line) {
        int space = line.indexOf(' ');
        Map<String, String> labels = new HashMap<>();
        VectorSelector selector = (VectorSelector) PromQl.parse(line.substring(0, space));
        selector.matchers().forEach(matcher -> labels.put(matcher.name(), matcher.value()));
        List<Long> timestamps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        String[] texts = line.substring(space + 1).split(" ");
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].equals("_")) {
                timestamps.add(i * 60_000L);
                values.add(value(texts[i]));
            }
        }
        return new Series(
                Labels.of(labels),
                timestamps.stream().mapToLong(Long::longValue).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                0,
                values.size());
    }

    static double value(String text) {
        return switch (text) {
            case "stale" -> StaleMarker.VALUE;
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** A value as one line: {@code a{x="1"} 1.0; {} 2.0}. */
    static String print(Value value) {
        if (value instanceof ScalarValue scalar) {
            return "{} " + scalar.value();
        }
        InstantVector vector = (InstantVector) value;
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            samples.add(vector.labels(i) + " " + vector.value(i));
        }
        return String.join("; ", samples);
    }
}
