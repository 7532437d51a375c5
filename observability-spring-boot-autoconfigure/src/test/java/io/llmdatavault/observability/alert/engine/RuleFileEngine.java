package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.rulefile.Rule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.promql.rulefile.RuleGroup;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import io.llmdatavault.observability.alert.sample.SampleStore;

/** The whole engine with a clock that is stepped, over the groups of a rule file. */
final class RuleFileEngine implements AutoCloseable {

    private final NotificationQueue queue = new NotificationQueue(Map.of(), null);

    private final Duration interval;

    private final SteppedClock clock;

    private final AlertEngine engine;

    RuleFileEngine(
            List<EvaluationGroup> groups,
            Duration interval,
            Instant start,
            Labels identity,
            Function<SampleStore, LongPredicate> sampler) {
        this.interval = interval;
        this.clock = new SteppedClock(start);
        EngineSettings settings = new EngineSettings(
                interval,
                Duration.ZERO,
                1000,
                Duration.ofHours(1),
                Duration.ofHours(25),
                10_000,
                100_000_000,
                Labels.EMPTY);
        this.engine = new AlertEngine(
                groups,
                List.of(),
                settings,
                () -> identity,
                queue,
                List::of,
                null,
                null,
                clock,
                clock::nanoTime,
                sampler);
    }

    /** The groups of a rule file as the engine takes them. */
    static List<EvaluationGroup> groups(RuleFile file) {
        List<EvaluationGroup> groups = new ArrayList<>();
        for (RuleGroup group : file.groups()) {
            List<EvaluationRule> rules = new ArrayList<>();
            for (Rule rule : group.rules()) {
                rules.add(
                        rule instanceof RecordingRule recording
                                ? EvaluationRule.of(recording)
                                : alerting((AlertingRule) rule, "group-" + groups.size() + "-rule-" + rules.size()));
            }
            groups.add(new EvaluationGroup(group.name(), file.source(), group.interval(), group.limit(), rules));
        }
        return groups;
    }

    private static EvaluationRule alerting(AlertingRule rule, String id) {
        return new EvaluationRule(
                rule,
                AlertRule.builder(id)
                        .condition(new PromQlCondition(rule.expression()))
                        .build());
    }

    /** Evaluates what is due now. */
    void evaluate() {
        engine.evaluateDue(() -> false);
    }

    /** Lets an interval pass. */
    void advance() {
        sleep(interval);
    }

    /** Lets time go by. */
    void sleep(Duration duration) {
        clock.advance(duration);
    }

    Instant now() {
        return clock.instant();
    }

    List<RuleStatus> rules() {
        return engine.rules();
    }

    /** All changes, the oldest first. */
    List<AlertTransition> history() {
        List<AlertTransition> history = new ArrayList<>(engine.history());
        Collections.reverse(history);
        return history;
    }

    @Override
    public void close() {
        engine.close();
        queue.close();
    }
}
