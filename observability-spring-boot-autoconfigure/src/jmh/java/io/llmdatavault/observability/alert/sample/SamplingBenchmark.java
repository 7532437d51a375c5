package io.llmdatavault.observability.alert.sample;

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

/** What one sampling of a Prometheus registry costs whose series are all selected, with the memory of an hour full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplingBenchmark {

    @Param({"2000", "20000"})
    public int series;

    private SampledRegistry registry;

    @Setup
    public void fill() {
        registry = new SampledRegistry(series);
        for (int tick = 0; tick < 300; tick++) {
            registry.sample();
        }
    }

    @Benchmark
    public boolean sample() {
        return registry.sample();
    }
}
