package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongPredicate;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.RulesOverTime;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.sample.SampleRow;
import io.llmdatavault.observability.alert.sample.SampleStore;
import io.llmdatavault.observability.alert.sample.SampleWriter;

/** An hour of a service that has just begun, a sample each fifteen seconds, and which rules fire in it. */
final class Simulation {

    static final int TICKS = 240;

    private static final Duration STEP = Duration.ofSeconds(15);

    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private static final Map<String, String> IDENTITY = Map.of("job", "shop", "instance", "i:8080");

    private final Map<Labels, Course> courses = new LinkedHashMap<>();

    private int frozenBefore;

    private Duration frozenFor = Duration.ZERO;

    Simulation() {
        with("up", Map.of(), tick -> 1);
        beganBefore(Duration.ZERO);
    }

    /** The process is older than the samples. */
    Simulation beganBefore(Duration age) {
        return with(
                "process_start_time_seconds", Map.of(), tick -> START.minus(age).toEpochMilli() / 1000.0);
    }

    /** Nothing is sampled or evaluated for some time before this tick. */
    Simulation frozenBefore(int tick, Duration gap) {
        frozenBefore = tick;
        frozenFor = gap;
        return this;
    }

    /** A series that is there from the start. */
    Simulation with(String metric, Map<String, String> labels, IntToDoubleFunction value) {
        return with(metric, labels, 0, value);
    }

    /** A series that appears. */
    Simulation with(String metric, Map<String, String> labels, int first, IntToDoubleFunction value) {
        Map<String, String> all = new TreeMap<>(IDENTITY);
        all.put(Labels.METRIC_NAME, metric);
        all.putAll(labels);
        courses.put(Labels.of(all), new Course(first, value));
        return this;
    }

    /** The names of the alerts that fire at any time. */
    Set<String> firing(List<EvaluationGroup> groups) {
        try (RulesOverTime rules = new RulesOverTime(groups, STEP, START, Labels.of(IDENTITY), this::sampler)) {
            for (int tick = 0; tick < TICKS; tick++) {
                if (tick == frozenBefore) {
                    rules.sleep(frozenFor);
                }
                rules.step();
            }
            return rules.fired();
        }
    }

    private LongPredicate sampler(SampleStore store) {
        SampleWriter writer = store.writer("the simulation", STEP);
        AtomicInteger ticks = new AtomicInteger();
        return timestamp -> {
            int tick = ticks.getAndIncrement();
            writer.begin(timestamp);
            courses.forEach((labels, course) -> {
                SampleRow row = tick < course.first() ? null : writer.row(labels);
                if (row != null) {
                    writer.write(row, course.value().applyAsDouble(tick));
                }
            });
            writer.end(true);
            return true;
        };
    }

    /**
     * What a series shows.
     *
     * @param first the tick at which it appears
     * @param value its value at each tick
     */
    private record Course(int first, IntToDoubleFunction value) {}
}
