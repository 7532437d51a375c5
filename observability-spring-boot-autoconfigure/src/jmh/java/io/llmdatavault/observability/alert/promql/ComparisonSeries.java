package io.llmdatavault.observability.alert.promql;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same samples for both engines: counters that grow unevenly and are reset now and then, and buckets of histograms.
 * Two thousand series of each metric, which looks itself up by its name and compares the labels of each of its series.
 */
final class ComparisonSeries implements SeriesSource {

    /** When the last sample is; the first ones are in the same block of Prometheus. */
    static final long NOW = 1_700_005_200_000L;

    private static final long RANGE = 300_000;

    private static final int SERIES = 2000;

    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf");

    private final Map<String, List<Series>> metrics = new LinkedHashMap<>();

    private final Random random = new Random(42);

    /**
     * Adds a counter.
     * @param samples how many each series has in the last five minutes, from the same time apart
     */
    void addCounter(String name, int samples) {
        List<Series> counters = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            String code = i % 4 == 0 ? "500" : "200";
            Map<String, String> labels = Map.of("path", "/path/" + i % 50, "code", code, "instance", "host-" + i);
            double[] values = new double[samples];
            for (int j = 0; j < samples; j++) {
                boolean reset = j == 0 || random.nextInt(200) == 0;
                values[j] = (reset ? 0 : values[j - 1]) + 5 + random.nextInt(100);
            }
            counters.add(series(name, labels, values));
        }
        metrics.put(name, counters);
    }

    /** Adds the buckets of histograms, ten each. */
    void addBuckets(String name, int samples) {
        List<Series> buckets = new ArrayList<>();
        for (int histogram = 0; histogram < SERIES / BOUNDS.size(); histogram++) {
            double[] below = new double[samples];
            for (String bound : BOUNDS) {
                Map<String, String> labels =
                        Map.of("le", bound, "path", "/path/" + histogram % 50, "instance", "host-" + histogram);
                double[] values = new double[samples];
                double events = 0;
                for (int j = 0; j < samples; j++) {
                    events += random.nextInt(20);
                    values[j] = below[j] + events;
                }
                below = values;
                buckets.add(series(name, labels, values));
            }
        }
        metrics.put(name, buckets);
    }

    private static Series series(String name, Map<String, String> labels, double[] values) {
        long[] timestamps = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            timestamps[i] = NOW - (values.length - 1 - i) * RANGE / values.length;
        }
        return new Series(Labels.of(labels).with(Labels.METRIC_NAME, name), timestamps, values, 0, values.length);
    }

    @Override
    public List<Series> series(List<LabelMatcher> matchers, long from, long to) {
        String name = "";
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().equals(Labels.METRIC_NAME) && matcher.operator() == LabelMatcher.Operator.EQUAL) {
                name = matcher.value();
            }
        }
        List<Series> found = new ArrayList<>();
        for (Series series : metrics.getOrDefault(name, List.of())) {
            if (matches(matchers, series.labels())) {
                found.add(series);
            }
        }
        return found;
    }

    private static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Writes all samples as {@code promtool} reads them. */
    void write(Path openMetrics) throws IOException {
        try (BufferedWriter file = Files.newBufferedWriter(openMetrics);
                PrintWriter writer = new PrintWriter(file)) {
            metrics.values()
                    .forEach(metric -> metric.forEach(series -> {
                        // OpenMetrics wants no spaces.
                        String labels = series.labels().toString().replace(", ", ",");
                        for (int i = series.from(); i < series.to(); i++) {
                            String seconds = BigDecimal.valueOf(series.timestamps()[i], 3)
                                    .toPlainString();
                            writer.print(labels + " " + series.values()[i] + " " + seconds + "\n");
                        }
                    }));
            writer.print("# EOF\n");
        }
    }
}
