package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.Series;
import io.llmdatavault.observability.alert.promql.SeriesSource;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;

/** An hour of a service that has just begun, a sample each fifteen seconds, and which rules fire in it. */
final class Simulation {

    static final int TICKS = 240;

    private static final long STEP = 15_000;

    private static final long START = 1_700_000_000_000L;

    private final Map<Labels, double[]> values = new HashMap<>();

    private final Map<Labels, Integer> firstTicks = new HashMap<>();

    private final long[] timestamps = new long[TICKS];

    private final QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);

    Simulation() {
        for (int i = 0; i < TICKS; i++) {
            timestamps[i] = START + i * STEP;
        }
        with("up", Map.of(), tick -> 1);
        beganBefore(Duration.ZERO);
    }

    /** The process is older than the samples. */
    Simulation beganBefore(Duration age) {
        return with("process_start_time_seconds", Map.of(), tick -> (START - age.toMillis()) / 1000.0);
    }

    /** Nothing is sampled or evaluated for some time before this tick. */
    Simulation frozenBefore(int tick, Duration gap) {
        for (int i = tick; i < TICKS; i++) {
            timestamps[i] += gap.toMillis();
        }
        return this;
    }

    /** A series that is there from the start. */
    Simulation with(String metric, Map<String, String> labels, IntToDoubleFunction value) {
        return with(metric, labels, 0, value);
    }

    /** A series that appears. */
    Simulation with(String metric, Map<String, String> labels, int first, IntToDoubleFunction value) {
        Map<String, String> all =
                new TreeMap<>(Map.of(Labels.METRIC_NAME, metric, "job", "shop", "instance", "i:8080"));
        all.putAll(labels);
        double[] samples = new double[TICKS];
        for (int i = 0; i < TICKS; i++) {
            samples[i] = value.applyAsDouble(i);
        }
        values.put(Labels.of(all), samples);
        firstTicks.put(Labels.of(all), first);
        return this;
    }

    /** The names of the alerts that fire at any time. */
    Set<String> firing(List<EvaluationGroup> groups) {
        Set<String> firing = new TreeSet<>();
        Map<EvaluationRule, Map<Labels, Integer>> since = new HashMap<>();
        for (int tick = 0; tick < TICKS; tick++) {
            for (EvaluationGroup group : groups) {
                for (EvaluationRule rule : group.rules()) {
                    step(rule, tick, since.computeIfAbsent(rule, key -> new HashMap<>()), firing);
                }
            }
        }
        return firing;
    }

    private void step(EvaluationRule rule, int tick, Map<Labels, Integer> since, Set<String> firing) {
        InstantVector result = engine.vector(rule.rule().expression(), timestamps[tick], source(tick));
        if (rule.rule() instanceof RecordingRule) {
            result.forEach((labels, value) -> {
                Map<String, String> recorded = new TreeMap<>(labels.toMap());
                recorded.put(Labels.METRIC_NAME, rule.rule().name());
                values.computeIfAbsent(Labels.of(recorded), key -> new double[TICKS])[tick] = value;
                firstTicks.putIfAbsent(Labels.of(recorded), tick);
            });
            return;
        }
        Duration pendingFor = ((AlertingRule) rule.rule()).pendingFor();
        Set<Labels> active = new HashSet<>();
        result.forEach((labels, value) -> {
            active.add(labels);
            if ((tick - since.computeIfAbsent(labels, key -> tick)) * STEP >= pendingFor.toMillis()) {
                firing.add(rule.rule().name());
            }
        });
        since.keySet().retainAll(active);
    }

    private SeriesSource source(int now) {
        return (matchers, from, to) -> select(matchers, now);
    }

    private List<Series> select(List<LabelMatcher> matchers, int now) {
        List<Series> found = new ArrayList<>();
        values.forEach((labels, samples) -> {
            int first = firstTicks.getOrDefault(labels, 0);
            if (first <= now && matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                found.add(new Series(labels, timestamps, samples, first, now + 1));
            }
        });
        return found;
    }
}
