package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.sample.SampleStore;
import io.llmdatavault.observability.alert.sample.SampleWriter;

/**
 * Makes everything that evaluating takes: the store of the samples that enabled rules read, and a runner for each rule.
 *
 * @param settings how rules are evaluated
 * @param identity the labels of this process
 * @param announcer masks texts
 * @param publisher passes on what changes
 * @param metrics the engine's own metrics
 * @param watch notices what hangs
 * @param clock the wall clock
 * @param nanoTime measures durations
 */
record EvaluatorFactory(
        EngineSettings settings,
        Supplier<Labels> identity,
        Announcer announcer,
        ChangePublisher publisher,
        EngineMetrics metrics,
        EvaluationWatch watch,
        Clock clock,
        LongSupplier nanoTime) {

    /** Late are more than so many intervals. */
    static final int LATE = 3;

    private static final int MAX_ALERTS_PER_RULE = 1000;

    private static final int MAX_ALERTS = 10_000;

    /** As many samples as in Prometheus: fewer would fail a rule that is right, hours later when its ranges have filled. */
    private static final QueryLimits LIMITS = QueryLimits.DEFAULT.withSamples(50_000_000);

    /**
     * The evaluator of groups of which at least one rule is enabled.
     * @param groups the groups
     * @param rules the health of each of their rules, in their order
     * @param samplerFactory makes what writes the samples of one time, and answers whether there is a registry to read
     */
    Evaluator make(
            List<EvaluationGroup> groups, List<RuleHealth> rules, Function<SampleStore, LongPredicate> samplerFactory) {
        SampleStore store = new SampleStore(
                selected(groups),
                settings.retention(),
                // The longest range that a rule may have, and what is looked back at its far end.
                settings.maxRetention().plus(lookBack()).minus(QueryEngine.DEFAULT_LOOK_BACK),
                settings.maxSeries(),
                settings.maxBytes());
        List<GroupRunner> runners = new ArrayList<>();
        Iterator<RuleHealth> healths = rules.iterator();
        AlertRoom room = new AlertRoom(MAX_ALERTS);
        for (EvaluationGroup group : groups) {
            runners.add(runner(group, healths, store, room));
        }
        LongConsumer shift = millis -> {
            store.shift(millis);
            runners.forEach(runner -> runner.shift(millis));
        };
        return new Evaluator(
                new FixedRate(settings.interval()),
                samplerFactory.apply(store),
                runners,
                new EngineClock(clock, nanoTime, settings.interval(), shift),
                nanoTime,
                watch,
                publisher,
                metrics,
                new DataReach(rules));
    }

    private List<SelectorReach> selected(List<EvaluationGroup> groups) {
        List<SelectorReach> selected = new ArrayList<>();
        for (EvaluationGroup group : groups) {
            QueryEngine engine = engine();
            for (EvaluationRule rule : group.rules()) {
                AlertRule alert = rule.alert();
                if (alert == null || alert.enabled()) {
                    selected.addAll(engine.reach(rule.rule().expression()));
                }
                if (alert != null && alert.enabled() && rule.rule() instanceof AlertingRule computed) {
                    computed.labels().values().forEach(text -> selected.addAll(reach(text, engine)));
                    computed.annotations().values().forEach(text -> selected.addAll(reach(text, engine)));
                }
            }
        }
        return selected;
    }

    /** What the queries of a template read. One that is wrong is for the text to say, as in Prometheus. */
    private static List<SelectorReach> reach(Template template, QueryEngine engine) {
        return template.queries().stream()
                .flatMap(query -> reach(query, engine).stream())
                .toList();
    }

    private static List<SelectorReach> reach(String query, QueryEngine engine) {
        try {
            return engine.reach(PromQl.parse(query));
        } catch (PromQlException ex) {
            return List.of();
        }
    }

    private GroupRunner runner(EvaluationGroup group, Iterator<RuleHealth> healths, SampleStore store, AlertRoom room) {
        Duration interval = interval(group);
        SampleWriter writer = store.writer(group.name(), interval);
        GroupQueries queries = new GroupQueries(engine(), store);
        List<RuleRunner> runners = new ArrayList<>();
        for (EvaluationRule rule : group.rules()) {
            RuleHealth health = healths.next();
            if (health.isEnabled()) {
                runners.add(runner(rule, group, queries, writer, health, store, room));
            }
        }
        return new GroupRunner(interval, runners, writer);
    }

    private RuleRunner runner(
            EvaluationRule rule,
            EvaluationGroup group,
            GroupQueries queries,
            SampleWriter writer,
            RuleHealth health,
            SampleStore store,
            AlertRoom room) {
        RecordedSeries recorded = new RecordedSeries(writer);
        AlertRule alert = rule.alert();
        if (alert == null || !(rule.rule() instanceof AlertingRule computed)) {
            return new RecordingRuleRunner(
                    (RecordingRule) rule.rule(), group.limit(), queries, recorded, health, nanoTime);
        }
        boolean statesAreRead =
                store.selects(AlertingRuleRunner.ALERTS) || store.selects(AlertingRuleRunner.ALERTS_FOR_STATE);
        return new AlertingRuleRunner(
                computed,
                alert.noData(),
                group.limit(),
                queries,
                new AlertTexts(computed, queries, settings.externalLabels()),
                new AlertStateMachine(
                        alert,
                        computed,
                        interval(group).multipliedBy(LATE),
                        MAX_ALERTS_PER_RULE,
                        room,
                        identity,
                        announcer::masked),
                statesAreRead ? recorded : null,
                health,
                publisher,
                nanoTime);
    }

    private Duration interval(EvaluationGroup group) {
        return group.interval().isZero() ? settings.interval() : group.interval();
    }

    /** A subquery that names no step has that of the whole engine, also in a group with an interval of its own. */
    private QueryEngine engine() {
        return new QueryEngine(LIMITS, lookBack(), settings.interval());
    }

    /** That of Prometheus, unless meters are sampled so seldom that it would end before the next sample comes. */
    private Duration lookBack() {
        Duration twoSamples = settings.interval().multipliedBy(2);
        return twoSamples.compareTo(QueryEngine.DEFAULT_LOOK_BACK) > 0 ? twoSamples : QueryEngine.DEFAULT_LOOK_BACK;
    }
}
