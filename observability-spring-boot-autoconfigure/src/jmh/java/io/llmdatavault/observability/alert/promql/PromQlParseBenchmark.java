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

    /** The longest of the well-known rules that the tests read. */
    private final String longest = """
            sum by (namespace, pod) (
              max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown|Failed"})
              * on (namespace, pod) group_left (owner_kind)
              topk by (namespace, pod) (1, max by (namespace, pod, owner_kind) (kube_pod_owner{owner_kind!="Job"}))
            ) > 0
            """;

    /** A short one with a regular expression, which has to be compiled. */
    private final String regex =
            "(\n  sum(rate(http_requests_total{status=~\"5..\"}[5m]))\n/\n  sum(rate(http_requests_total[5m]))\n) > 0.05";

    /** One without. */
    private final String plain =
            "(node_filesystem_avail_bytes{mountpoint=\"/data\"} / node_filesystem_size_bytes{mountpoint=\"/data\"}) < 0.1";

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
    public Expression parsePlain() {
        return PromQl.parse(plain);
    }

    @Benchmark
    public String print() {
        return expression.toString();
    }
}
