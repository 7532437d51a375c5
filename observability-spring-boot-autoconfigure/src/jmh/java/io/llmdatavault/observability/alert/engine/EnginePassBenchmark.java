package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One pass of the whole engine at an interval of 15 s, with an hour of samples: twenty series for each rule, ranges of
 * five minutes and an hour, one rule in ten firing. With the sampling of a Prometheus registry in it, or before it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnginePassBenchmark {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final int SAMPLES = 240;

    @Param({"100", "250", "500", "1000"})
    public int rules;

    @Param({"false", "true"})
    public boolean sampling;

    private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1_700_000_000));

    private BenchmarkMeters meters;

    private BenchmarkEngine engine;

    private LongPredicate sampler;

    @Setup
    public void fill() {
        meters = new BenchmarkMeters(rules);
        engine = new BenchmarkEngine(
                new BenchmarkRules(rules, "5m", "1h", "5m"), meters, INTERVAL, clock, clock::nanoTime, real -> {
                    sampler = real;
                    return sampling ? real : timestamp -> true;
                });
        for (int i = 0; i < SAMPLES; i++) {
            next();
            engine.pass();
        }
        requireFiring();
    }

    @Setup(Level.Invocation)
    public void next() {
        clock.advance(INTERVAL);
        meters.advance();
        if (!sampling) {
            sampler.test(clock.millis());
        }
    }

    @Benchmark
    public long pass() {
        return engine.pass();
    }

    @TearDown
    public void close() {
        requireFiring();
        engine.close();
    }

    /** Four alerts of one rule in ten: otherwise it was something else that was measured. */
    private void requireFiring() {
        if (engine.firing() != rules * 4L / BenchmarkRules.KINDS) {
            throw new IllegalStateException(engine.firing() + " alerts fire.");
        }
    }
}
