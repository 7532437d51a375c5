package io.llmdatavault.observability.alert.promql;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading a rule costs, and writing it back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PromQlParseBenchmark {

    /** The longest expression of the rule files that the engine was written for. */
    private final String longest =
            "(node_filesystem_avail_bytes{mountpoint=\"/data\"} / node_filesystem_size_bytes{mountpoint=\"/data\"}) < 0.1";

    /** One with a regular expression, which has to be compiled. */
    private final String regex =
            "(\n  sum(rate(http_requests_total{status=~\"5..\"}[5m]))\n/\n  sum(rate(http_requests_total[5m]))\n) > 0.05";

    private final Expression expression = PromQl.parse(longest);

    @Benchmark
    public Expression parseLongest() {
        return PromQl.parse(longest);
    }

    @Benchmark
    public Expression parseWithRegex() {
        return PromQl.parse(regex);
    }

    @Benchmark
    public String print() {
        return expression.toString();
    }
}
