package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the expressions of typical alert rules cost over 2000 series, with 5, 20 and 80 samples in the range. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluationBenchmark {

    private static final long RANGE = 300_000;

    private static final long NOW = 1_700_000_000_000L;

    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.05", "0.1", "0.5", "1", "2.5", "5", "+Inf", "10");

    @Param({"5", "20", "80"})
    public int samples;

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    private final Expression rate = PromQl.parse("sum by (path) (rate(x[5m]))");

    private final Expression quantile = PromQl.parse("histogram_quantile(0.99, sum by (le) (rate(b[5m])))");

    private final Expression ratio =
            PromQl.parse("sum by (path) (rate(x{code='500'}[5m])) / sum by (path) (rate(x[5m])) > 0.05");

    private final List<Series> counters = new ArrayList<>();

    private final List<Series> buckets = new ArrayList<>();

    @Setup
    public void fill() {
        for (int i = 0; i < 2000; i++) {
            counters.add(series(Map.of(
                    Labels.METRIC_NAME,
                    "x",
                    "path",
                    "/path/" + i % 50,
                    "code",
                    i % 4 == 0 ? "500" : "200",
                    "instance",
                    "host-" + i)));
            buckets.add(series(Map.of(
                    Labels.METRIC_NAME,
                    "b",
                    "le",
                    BOUNDS.get(i % 10),
                    "path",
                    "/path/" + i % 50,
                    "instance",
                    "host-" + i / 10)));
        }
    }

    private Series series(Map<String, String> labels) {
        long[] timestamps = new long[samples];
        double[] values = new double[samples];
        for (int i = 0; i < samples; i++) {
            timestamps[i] = NOW - RANGE + (i + 1) * RANGE / samples;
            values[i] = 7.0 * i;
        }
        return new Series(Labels.of(labels), timestamps, values, 0, samples);
    }

    /** Selection is not what is measured: as cheap as it can be, but for the matcher of the ratio. */
    private SeriesSource source(List<Series> all) {
        return (matchers, from, to) -> matchers.size() == 1
                ? all
                : all.stream()
                        .filter(series -> matchers.stream().allMatch(matcher -> matcher.matches(series.labels())))
                        .toList();
    }

    @Benchmark
    public Value sumOfRates() {
        return engine.evaluate(rate, NOW, source(counters));
    }

    @Benchmark
    public Value quantileOfBuckets() {
        return engine.evaluate(quantile, NOW, source(buckets));
    }

    @Benchmark
    public Value ratioOfRates() {
        return engine.evaluate(ratio, NOW, source(counters));
    }
}
