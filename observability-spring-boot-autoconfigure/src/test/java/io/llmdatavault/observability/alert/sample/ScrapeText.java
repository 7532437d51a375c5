package io.llmdatavault.observability.alert.sample;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Labels;

/** Reads the text that Prometheus scrapes. */
final class ScrapeText {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ ]+)");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private ScrapeText() {}

    static Map<Labels, Double> read(String text) {
        Map<Labels, Double> samples = new HashMap<>();
        for (String line : text.split("\n")) {
            if (!line.startsWith("#")) {
                Matcher sample = LINE.matcher(line);
                if (!sample.matches()) {
                    throw new IllegalArgumentException(line);
                }
                Labels labels = labels(sample.group(1), sample.group(2) == null ? "" : sample.group(2));
                if (samples.put(labels, value(sample.group(3))) != null) {
                    throw new IllegalArgumentException("Twice: " + line);
                }
            }
        }
        return samples;
    }

    private static Labels labels(String name, String text) {
        Map<String, String> labels = new HashMap<>(Map.of(Labels.METRIC_NAME, name));
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(
                    label.group(1),
                    label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return Labels.of(labels);
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
