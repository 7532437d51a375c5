package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;

/** Evaluates a rule whose result becomes series, as Prometheus does. Used by one thread. */
final class RecordingRuleRunner implements RuleRunner {

    private final RecordingRule rule;

    private final long limit;

    private final GroupQueries queries;

    private final RecordedSeries recorded;

    private final RuleHealth health;

    private final LongSupplier nanoTime;

    RecordingRuleRunner(
            RecordingRule rule,
            long limit,
            GroupQueries queries,
            RecordedSeries recorded,
            RuleHealth health,
            LongSupplier nanoTime) {
        this.rule = rule;
        this.limit = limit;
        this.queries = queries;
        this.recorded = recorded;
        this.health = health;
        this.nanoTime = nanoTime;
    }

    @Override
    public void fail(Tick now, Throwable cause) {
        health.failed(cause);
    }

    /** Its series are moved by their store. */
    @Override
    public void shift(long millis) {}

    @Override
    public void run(Tick now, BooleanSupplier stopped) {
        long began = nanoTime.getAsLong();
        try {
            GroupQueries.Result result = queries.evaluate(rule.expression(), now);
            record(result.vector());
            health.evaluated(result.hasData(), nanoTime.getAsLong() - began, List.of());
        } catch (Throwable ex) {
            if (!stopped.getAsBoolean()) {
                Duration duration = Duration.ofNanos(nanoTime.getAsLong() - began);
                health.failed(ex, duration, List.of());
            }
        }
    }

    /** Everything is checked before anything is written. */
    private void record(InstantVector vector) {
        Labels[] labels = new Labels[vector.size()];
        Set<Labels> distinct = new HashSet<>();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labels(vector.labels(i));
            if (!distinct.add(labels[i])) {
                throw new PromQlException("vector contains metrics with the same labelset after applying rule labels");
            }
        }
        if (limit > 0 && labels.length > limit) {
            throw new PromQlException("exceeded limit of " + limit + " with " + labels.length + " series");
        }
        for (int i = 0; i < labels.length; i++) {
            recorded.write(labels[i], vector.value(i));
        }
        recorded.endOthers();
    }

    private Labels labels(Labels series) {
        Labels labels = series.with(Labels.METRIC_NAME, rule.name());
        for (Map.Entry<String, String> label : rule.labels().entrySet()) {
            labels = labels.with(label.getKey(), label.getValue());
        }
        return labels;
    }
}
