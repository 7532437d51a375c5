package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.LabelText;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.Outcome;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.StaleMarker;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.template.Template;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import io.llmdatavault.observability.alert.sample.SampleRow;
import io.llmdatavault.observability.alert.sample.SampleStore;
import io.llmdatavault.observability.alert.sample.SampleWriter;

/**
 * Runs a {@link RuleScenario} through the whole {@link AlertEngine}, its clock stepped. In the place of the sampler of
 * meters, the series of the scenario are written into the store.
 */
final class EngineRules {

    /** Never fires, but makes the store keep what rules write. */
    private static final String OBSERVER = "observer";

    private final RuleScenario scenario;

    private final List<RuleRun.Step> steps = new ArrayList<>();

    private final Map<Labels, List<Double>> series = new LinkedHashMap<>();

    private final Map<Labels, SampleRow> rows = new HashMap<>();

    private final QueryEngine queries;

    private final String written;

    private SampleStore store;

    private SampleWriter writer;

    private int step;

    private EngineRules(RuleScenario scenario) {
        this.scenario = scenario;
        this.written = scenario.written();
        this.queries = new QueryEngine(QueryLimits.DEFAULT, QueryEngine.DEFAULT_LOOK_BACK, scenario.interval());
        scenario.data()
                .series()
                .forEach((labels, values) -> series.put(LabelText.labels(labels), DataSet.decode(values)));
    }

    static RuleRun run(RuleScenario scenario) {
        return new EngineRules(scenario).run();
    }

    private RuleRun run() {
        List<EvaluationGroup> groups = RuleFileEngine.groups(scenario.file());
        groups.add(new EvaluationGroup(OBSERVER, "", Duration.ZERO, 0, List.of(observer())));
        try (RuleFileEngine engine =
                new RuleFileEngine(groups, scenario.interval(), Instant.EPOCH, Labels.EMPTY, this::sampler)) {
            for (; step < scenario.steps(); step++) {
                engine.evaluate();
                Set<String> failed = failed(engine.rules());
                if (!failed.isEmpty()) {
                    return new RuleRun(steps, failed);
                }
                steps.add(step(engine.rules()));
                engine.advance();
            }
            return new RuleRun(steps, Set.of());
        }
    }

    private EvaluationRule observer() {
        return EvaluationRule.of(AlertRule.builder(OBSERVER)
                .condition(PromQlCondition.of("count(" + written + ") < 0"))
                .build());
    }

    private LongPredicate sampler(SampleStore store) {
        this.store = store;
        this.writer = store.writer("scenario", scenario.interval());
        return this::sample;
    }

    private boolean sample(long timestamp) {
        writer.begin(timestamp);
        series.forEach((labels, values) -> {
            Double value = step < values.size() ? values.get(step) : null;
            if (value == null || StaleMarker.is(value)) {
                return;
            }
            SampleRow row =
                    rows.compute(labels, (key, known) -> known != null && known.isKept() ? known : writer.row(key));
            if (row != null) {
                writer.write(row, value);
            }
        });
        writer.end(true);
        return true;
    }

    private static Set<String> failed(List<RuleStatus> rules) {
        Set<String> failed = new TreeSet<>();
        for (RuleStatus rule : rules) {
            if (rule.state() == RuleStatus.State.ERROR) {
                failed.add(rule.name());
            }
        }
        return failed;
    }

    private RuleRun.Step step(List<RuleStatus> rules) {
        Map<String, Double> samples = new TreeMap<>();
        Map<String, Double> alertSamples = new TreeMap<>();
        InstantVector vector = queries.vector(PromQl.parse(written), scenario.time(step), store);
        for (int i = 0; i < vector.size(); i++) {
            boolean ofAlert = vector.labels(i).metricName().startsWith("ALERTS");
            (ofAlert ? alertSamples : samples).put(vector.labels(i).toString(), vector.value(i));
        }
        Map<String, Double> expected = new TreeMap<>();
        Map<String, Map<String, String>> firing = new TreeMap<>();
        for (RuleStatus rule : rules) {
            for (AlertInstance alert : rule.active()) {
                look(rule, alert, expected, firing);
            }
        }
        samples.putAll(alertSamples);
        if (!expected.equals(alertSamples)) {
            expected.forEach((labels, value) -> samples.put("of the list of alerts: " + labels, value));
        }
        return new RuleRun.Step(samples, firing);
    }

    /** The series that Prometheus writes for an alert: with the text of a label that a template has made empty. */
    private static void look(
            RuleStatus rule,
            AlertInstance alert,
            Map<String, Double> samples,
            Map<String, Map<String, String>> firing) {
        AlertingRule definition = (AlertingRule) rule.definition().rule();
        Map<String, String> labels = new HashMap<>();
        definition.labels().forEach((name, text) -> labels.put(name, text.toString()));
        labels.putAll(alert.labels());
        labels.put(Labels.METRIC_NAME, "ALERTS_FOR_STATE");
        samples.put(Labels.of(labels).toString(), (double) alert.activeAt().getEpochSecond());
        labels.put(Labels.METRIC_NAME, "ALERTS");
        labels.put("alertstate", alert.state().label());
        samples.put(Labels.of(labels).toString(), 1.0);
        if (alert.state() == AlertState.FIRING) {
            Map<String, String> annotations = new TreeMap<>(alert.annotations());
            annotations.values().removeIf(String::isEmpty);
            Template value = definition.annotations().get("value");
            if (value != null && !Outcome.isSame(DataSet.number(annotations.get("value")), alert.value())) {
                annotations.put("value of the list of alerts", String.valueOf(alert.value()));
            }
            firing.put(Labels.of(alert.labels()).toString(), annotations);
        }
    }
}
