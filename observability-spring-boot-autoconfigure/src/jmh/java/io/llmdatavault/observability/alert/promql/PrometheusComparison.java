package io.llmdatavault.observability.alert.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import org.springframework.util.FileSystemUtils;

/**
 * Evaluates the same expressions over the same samples here and in a real Prometheus, in turns, once both have given the
 * same values. Run by {@code -Dbench.run=…PrometheusComparison}; needs {@code prometheus} and {@code promtool}.
 *
 * <p>Ours is the time of {@link QueryEngine#evaluate} with a parsed expression, finding the series by their labels
 * included. Theirs is what the server says itself: {@code evalTotalTime} has the same in it but reads a block, whose chunks
 * are compressed; {@code innerEvalTime} is what remains of it without {@code queryPreparationTime}.
 */
public final class PrometheusComparison {

    private static final List<String> EXPRESSIONS = List.of(
            "sum by (path) (rate(x[5m]))",
            "histogram_quantile(0.99, sum by (le) (rate(b[5m])))",
            "sum by (path) (rate(x{code=\"500\"}[5m])) / sum by (path) (rate(x[5m])) > 0.05",
            "x > 5",
            "max_over_time(rate(x[1m])[5m:15s])",
            "max_over_time(sum by (path) (rate(x[5m]))[5m:5s])",
            "count(count_over_time(x[5m]))",
            "sum by (path) (rate(x_5[5m]))",
            "sum by (path) (rate(x_80[5m]))",
            "sum by (path) (rate(x_320[5m]))");

    private static final int WARM_UP = 300;

    private static final int BATCHES = 10;

    private final ComparisonSeries series = new ComparisonSeries();

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private PrometheusComparison() {
        series.addCounter("x", 20);
        series.addCounter("x_5", 5);
        series.addCounter("x_80", 80);
        series.addCounter("x_320", 320);
        series.addBuckets("b", 20);
    }

    /**
     * Prints a line of a table for each expression.
     * @param args how often to ask for each, at least 10; 300 if there is none
     * @throws IOException when Prometheus cannot be run or asked
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        Path directory = Files.createTempDirectory("prometheus-comparison");
        try {
            new PrometheusComparison().run(directory, Math.max(1, count / BATCHES));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private void run(Path directory, int batch) throws IOException, InterruptedException {
        Path openMetrics = directory.resolve("samples.txt");
        series.write(openMetrics);
        try (PrometheusServer prometheus = PrometheusServer.start(directory, openMetrics)) {
            print("| in µs | ours | p90 | Prometheus: evaluation | p90 | preparation | inner | ratio |");
            print("|---|---|---|---|---|---|---|---|");
            for (String expression : EXPRESSIONS) {
                print(compare(prometheus, expression, batch));
            }
        }
    }

    private String compare(PrometheusServer prometheus, String text, int batch)
            throws IOException, InterruptedException {
        Expression expression = PromQl.parse(text);
        requireSame(text, values(evaluate(expression)), values(prometheus.query(text, ComparisonSeries.NOW)));
        DoubleSupplier clock = () -> micros(expression);
        measure(WARM_UP, clock);
        double[] ours = {};
        Map<String, double[]> theirs = new HashMap<>();
        for (int i = 0; i < BATCHES; i++) {
            ours = concat(ours, measure(batch, clock));
            ask(prometheus, text, batch, theirs);
        }
        double[] total = theirs.getOrDefault("evalTotalTime", new double[1]);
        return "| `%s` | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f × |"
                .formatted(
                        text,
                        quantile(0.5, ours),
                        quantile(0.9, ours),
                        quantile(0.5, total),
                        quantile(0.9, total),
                        quantile(0.5, theirs.getOrDefault("queryPreparationTime", new double[1])),
                        quantile(0.5, theirs.getOrDefault("innerEvalTime", new double[1])),
                        quantile(0.5, ours) / quantile(0.5, total));
    }

    private Value evaluate(Expression expression) {
        return engine.evaluate(expression, ComparisonSeries.NOW, series);
    }

    private double micros(Expression expression) {
        long start = System.nanoTime();
        evaluate(expression);
        return (System.nanoTime() - start) / 1e3;
    }

    private static double[] measure(int count, DoubleSupplier clock) {
        double[] figures = new double[count];
        Arrays.setAll(figures, i -> clock.getAsDouble());
        return figures;
    }

    private static void ask(PrometheusServer prometheus, String text, int count, Map<String, double[]> timings)
            throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            JsonNode answer =
                    prometheus.query(text, ComparisonSeries.NOW).path("stats").path("timings");
            for (String name : List.of("evalTotalTime", "queryPreparationTime", "innerEvalTime")) {
                double[] figure = {answer.path(name).asDouble() * 1e6};
                timings.merge(name, figure, PrometheusComparison::concat);
            }
        }
    }

    private static double[] concat(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static double quantile(double quantile, double[] figures) {
        return Quantiles.of(quantile, figures.clone());
    }

    private static Map<Map<String, String>, Double> values(Value value) {
        InstantVector vector = (InstantVector) value;
        Map<Map<String, String>, Double> values = new HashMap<>();
        for (int i = 0; i < vector.size(); i++) {
            values.put(vector.labels(i).toMap(), vector.value(i));
        }
        return values;
    }

    private static Map<Map<String, String>, Double> values(JsonNode data) {
        Map<Map<String, String>, Double> values = new HashMap<>();
        for (JsonNode sample : data.path("result")) {
            Map<String, String> labels = new HashMap<>();
            sample.path("metric")
                    .fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            values.put(labels, sample.path("value").path(1).asDouble());
        }
        return values;
    }

    /** Sums may differ in their last digits, as they are made in another order. */
    private static void requireSame(
            String expression, Map<Map<String, String>, Double> ours, Map<Map<String, String>, Double> theirs) {
        List<String> differences = new ArrayList<>();
        if (ours.isEmpty() || !ours.keySet().equals(theirs.keySet())) {
            differences.add(ours.size() + " series, not those " + theirs.size());
        }
        theirs.forEach((labels, value) -> {
            double own = ours.getOrDefault(labels, Double.NaN);
            if (!(Math.abs(own - value) <= 1e-12 * Math.abs(value))) {
                differences.add(labels + " " + own + ", not " + value);
            }
        });
        if (!differences.isEmpty()) {
            throw new IllegalStateException(expression + ": " + differences);
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
