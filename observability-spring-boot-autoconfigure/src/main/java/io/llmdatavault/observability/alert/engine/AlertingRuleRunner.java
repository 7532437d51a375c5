package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.rule.NoDataPolicy;
import org.jspecify.annotations.Nullable;

/** Evaluates a rule whose result becomes alerts, as Prometheus does. Used by one thread. */
final class AlertingRuleRunner implements RuleRunner {

    static final String ALERTS = "ALERTS";

    static final String ALERTS_FOR_STATE = "ALERTS_FOR_STATE";

    private static final String STATE = "alertstate";

    private final AlertingRule rule;

    private final NoDataPolicy noData;

    private final long limit;

    private final GroupQueries queries;

    private final AlertTexts texts;

    private final AlertStateMachine machine;

    /** {@code null} if no rule reads the states of alerts. */
    private final @Nullable RecordedSeries recorded;

    private final RuleHealth health;

    private final ChangePublisher publisher;

    private final LongSupplier nanoTime;

    AlertingRuleRunner(
            AlertingRule rule,
            NoDataPolicy noData,
            long limit,
            GroupQueries queries,
            AlertTexts texts,
            AlertStateMachine machine,
            @Nullable RecordedSeries recorded,
            RuleHealth health,
            ChangePublisher publisher,
            LongSupplier nanoTime) {
        this.rule = rule;
        this.noData = noData;
        this.limit = limit;
        this.queries = queries;
        this.texts = texts;
        this.machine = machine;
        this.recorded = recorded;
        this.health = health;
        this.publisher = publisher;
        this.nanoTime = nanoTime;
    }

    @Override
    public void fail(Tick now, Throwable cause) {
        machine.missed(now);
        health.failed(cause);
    }

    @Override
    public void shift(long millis) {
        machine.shift(millis);
    }

    @Override
    public void run(Tick now, BooleanSupplier stopped) {
        long began = nanoTime.getAsLong();
        AlertStateMachine.Step step = AlertStateMachine.Step.NONE;
        try {
            GroupQueries.Result result = queries.evaluate(rule.expression(), now);
            if (stopped.getAsBoolean()) {
                // Asked for the last time: an alert that steps is told, or it would count as told for ever.
                return;
            }
            if (!result.hasData() && noData == NoDataPolicy.KEEP) {
                step = machine.keep(now);
            } else {
                List<Candidate> candidates = candidates(result, now);
                int count = limit > 0 ? machine.count(now, candidates) : 0;
                step = count > limit && limit > 0 ? machine.drop(now) : machine.step(now, candidates);
                if (count > limit && limit > 0) {
                    throw new PromQlException("exceeded limit of " + limit + " with " + count + " alerts");
                }
            }
            recordStates();
            long nanos = nanoTime.getAsLong() - began;
            String leftOut = machine.leftOut();
            if (leftOut == null) {
                health.evaluated(result.hasData(), nanos, machine.active());
            } else {
                health.incomplete(leftOut, nanos, machine.active());
            }
        } catch (Throwable ex) {
            if (!stopped.getAsBoolean()) {
                machine.missed(now);
                Duration duration = Duration.ofNanos(nanoTime.getAsLong() - began);
                health.failed(ex, duration, machine.active());
            }
        }
        publisher.publish(step, stopped);
    }

    private List<Candidate> candidates(GroupQueries.Result result, Tick now) {
        boolean missing = !result.hasData() && noData == NoDataPolicy.ALERT;
        InstantVector vector = missing ? InstantVector.of(Labels.EMPTY, Double.NaN) : result.vector();
        List<Candidate> candidates = new ArrayList<>(vector.size());
        Set<Labels> distinct = new HashSet<>();
        for (int i = 0; i < vector.size(); i++) {
            Candidate candidate = texts.candidate(vector.labels(i), vector.value(i), missing, now);
            if (!distinct.add(candidate.labels())) {
                throw new PromQlException("vector contains metrics with the same labelset after applying alert labels");
            }
            candidates.add(candidate);
        }
        return candidates;
    }

    private void recordStates() {
        if (recorded == null) {
            return;
        }
        for (ActiveAlert alert : machine.alerts()) {
            Labels state = texts.stateLabels(ALERTS, alert.labels())
                    .with(STATE, alert.state().label());
            recorded.write(state, 1);
            recorded.write(texts.stateLabels(ALERTS_FOR_STATE, alert.labels()), (double)
                    alert.activeAt().getEpochSecond());
        }
        recorded.endOthers();
    }
}
