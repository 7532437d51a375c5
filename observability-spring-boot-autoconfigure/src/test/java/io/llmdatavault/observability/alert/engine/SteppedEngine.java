package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Channel;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import io.llmdatavault.observability.alert.sample.SampleRow;
import io.llmdatavault.observability.alert.sample.SampleStore;
import io.llmdatavault.observability.alert.sample.SampleWriter;

/** An engine whose series, clock and steps are those of a test. */
final class SteppedEngine implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(15);

    /** What the meters show: by labels, the metric name included. */
    final Map<Labels, Double> samples = new LinkedHashMap<>();

    final List<AlertTransition> heard = new ArrayList<>();

    final List<Notification> told = new ArrayList<>();

    final AlertEngine engine;

    /** How far the wall clock is ahead of where it was. */
    Duration set = Duration.ZERO;

    boolean stopped;

    /** Whether no meter can be read at all. */
    boolean broken;

    private final LastChannel last = new LastChannel();

    private final NotificationQueue queue;

    private SampleStore store;

    private long nanos = Long.MAX_VALUE - 1;

    private final long start = nanos;

    private long samplings;

    SteppedEngine(List<EvaluationGroup> groups) {
        this(groups, 1000, List.of());
    }

    SteppedEngine(List<EvaluationGroup> groups, int historySize, List<AlertListener> listeners) {
        this(groups, historySize, listeners, INTERVAL);
    }

    SteppedEngine(List<EvaluationGroup> groups, int historySize, List<AlertListener> listeners, Duration interval) {
        this.queue = new NotificationQueue(
                Map.of("log", new Channel(collecting(), Set.of(AlertSeverity.values())), last.name(), last.channel()),
                null);
        List<AlertListener> all = new ArrayList<>(listeners);
        all.add(heard::add);
        this.engine = new AlertEngine(
                groups,
                List.of(),
                settings(historySize, interval),
                () -> Labels.of(Map.of("job", "vault", "instance", "here:80")),
                queue,
                () -> all,
                null,
                null,
                new AdvancingClock(() -> nanos, () -> set),
                () -> nanos,
                made -> {
                    store = made;
                    SampleWriter writer = made.writer("meters", interval);
                    return timestamp -> sample(writer, timestamp);
                });
    }

    static EngineSettings settings(int historySize) {
        return settings(historySize, INTERVAL);
    }

    private static EngineSettings settings(int historySize, Duration interval) {
        return new EngineSettings(
                interval,
                Duration.ZERO,
                historySize,
                Duration.ofHours(1),
                Duration.ofHours(25),
                100_000,
                1L << 30,
                Labels.of(Map.of("region", "north")));
    }

    /** Rules as properties and beans have them. */
    static SteppedEngine of(AlertRule.Builder... rules) {
        return new SteppedEngine(List.of(group(rules)));
    }

    static EvaluationGroup group(AlertRule.Builder... rules) {
        return new EvaluationGroup(
                "rules",
                "",
                Duration.ZERO,
                0,
                List.of(rules).stream()
                        .map(rule -> EvaluationRule.of(rule.build()))
                        .toList());
    }

    static AlertRule.Builder rule(String id, String expression) {
        return AlertRule.builder(id).condition(PromQlCondition.of(expression));
    }

    /** The groups of a rule file. */
    static List<EvaluationGroup> file(String text) {
        return RuleFile.parse(text, "rules.yml").groups().stream()
                .map(group -> new EvaluationGroup(
                        group.name(),
                        "rules.yml",
                        group.interval(),
                        group.limit(),
                        group.rules().stream().map(SteppedEngine::evaluated).toList()))
                .toList();
    }

    private static EvaluationRule evaluated(io.llmdatavault.observability.alert.promql.rulefile.Rule rule) {
        if (rule instanceof RecordingRule recording) {
            return EvaluationRule.of(recording);
        }
        return new EvaluationRule(
                rule, rule(rule.name().toLowerCase(java.util.Locale.ROOT), "up").build());
    }

    /** Does what is due, and goes on to the next due time. */
    SteppedEngine step() {
        nanos += evaluate();
        return this;
    }

    SteppedEngine steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
        return this;
    }

    /** Does what is due. */
    long evaluate() {
        return engine.evaluateDue(() -> stopped);
    }

    /** Lets time go by. */
    void sleep(Duration duration) {
        nanos += duration.toNanos();
    }

    /** The time since the first step. */
    Duration time() {
        return Duration.ofNanos(nanos - start);
    }

    long samplings() {
        return samplings;
    }

    void set(String series, double value) {
        samples.put(labels(series), value);
    }

    void remove(String series) {
        samples.remove(labels(series));
    }

    /** What an expression gives at the time of the last evaluation. */
    InstantVector query(String expression) {
        return new QueryEngine(QueryLimits.DEFAULT)
                .vector(
                        PromQl.parse(expression),
                        engine.lastEvaluation().orElseThrow().toEpochMilli(),
                        store);
    }

    /** The states of all alerts: {@code rule state}. */
    List<String> active() {
        return engine.rules().stream()
                .flatMap(rule -> rule.active().stream())
                .map(alert -> alert.rule().id() + " " + alert.state().label())
                .toList();
    }

    RuleStatus status(int index) {
        return engine.rules().get(index);
    }

    List<String> transitions() {
        return heard.stream().map(change -> change.to().label()).toList();
    }

    /** What channels were told, all of it delivered. */
    List<String> told() {
        last.awaitDelivery(queue);
        return told.stream().map(item -> item.state().label()).toList();
    }

    @Override
    public void close() {
        queue.close();
    }

    private boolean sample(SampleWriter writer, long timestamp) {
        samplings++;
        if (broken) {
            throw new IllegalStateException("expected");
        }
        writer.begin(timestamp);
        samples.forEach((labels, value) -> {
            SampleRow row = writer.row(labels);
            if (row != null) {
                writer.write(row, value);
            }
        });
        writer.end(true);
        return true;
    }

    private static Labels labels(String series) {
        Map<String, String> labels = new LinkedHashMap<>();
        String[] parts = series.split("[{}]");
        labels.put(Labels.METRIC_NAME, parts[0]);
        for (String label : parts.length > 1 ? parts[1].split(",") : new String[0]) {
            String[] pair = label.split("=");
            labels.put(pair[0], pair[1]);
        }
        return Labels.of(labels);
    }

    private Notifier collecting() {
        return new Notifier() {

            @Override
            public String name() {
                return "log";
            }

            @Override
            public void send(Notification notification) {
                told.add(notification);
            }
        };
    }
}
