package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AlertEngineTests {

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final NotificationQueue queue = new NotificationQueue(Map.of(), null);

    private final AtomicLong nanos = new AtomicLong();

    private final AtomicLong depth = new AtomicLong(11);

    private final List<AlertTransition> heard = new ArrayList<>();

    @AfterEach
    void close() {
        queue.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void aMeterThatCannotBeReadStopsOnlyTheRulesThatNeedIt(Class<? extends Throwable> thrown) throws Exception {
        Throwable failure = thrown.getConstructor().newInstance();
        boolean[] broken = {true};
        registry.gauge("queue.depth", depth);
        FunctionCounter.builder("broken", broken, flag -> {
                    if (flag[0]) {
                        throwUnchecked(failure);
                    }
                    return 99;
                })
                .register(registry);
        AlertEngine engine = engine(registry, 10, rule("deep", "queue_depth"), rule("lost", "broken_total"));

        evaluate(engine);
        assertThat(engine.rules())
                .extracting(RuleStatus::state)
                .containsExactly(RuleStatus.State.OK, RuleStatus.State.ERROR);
        assertThat(engine.rules().get(0).active())
                .extracting(AlertInstance::state)
                .containsExactly(AlertState.FIRING);

        broken[0] = false;
        evaluate(engine);
        assertThat(engine.rules()).extracting(RuleStatus::state).containsOnly(RuleStatus.State.OK);
        assertThat(engine.rules().get(1).active()).hasSize(1);
    }

    /** A window after it was not read, somebody looks back to that time. */
    @Test
    void aCounterThatCouldNotBeReadForAWhileIsNoNewOne() {
        boolean[] broken = {false};
        FunctionCounter.builder("sold", broken, flag -> {
                    if (flag[0]) {
                        throw new IllegalStateException("expected");
                    }
                    return 99;
                })
                .register(registry);
        AlertRule rising = AlertRule.builder("rising")
                .condition(MetricThreshold.builder("sold_total")
                        .aggregation(Aggregation.INCREASE)
                        .window(Duration.ofMinutes(1))
                        .threshold(0)
                        .build())
                .build();
        AlertEngine engine = engine(registry, 10, rising);
        for (int i = 0; i < 30; i++) {
            broken[0] = i >= 10 && i < 13;
            evaluate(engine);
            assertThat(engine.rules().get(0).state() == RuleStatus.State.ERROR).isEqualTo(broken[0]);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void readsNoRegistryThatCountsPerStep() {
        SimpleMeterRegistry perStep = new SimpleMeterRegistry(
                new SimpleConfig() {

                    @Override
                    public String get(String key) {
                        return null;
                    }

                    @Override
                    public CountingMode mode() {
                        return CountingMode.STEP;
                    }
                },
                io.micrometer.core.instrument.Clock.SYSTEM);
        perStep.counter("orders").increment();
        List<EvaluationRule> rules = Stream.of(rule("deep", "orders_total"), rule("other", "orders_total"))
                .map(EvaluationRule::of)
                .toList();
        EvaluationGroup own = new EvaluationGroup("rules", "", Duration.ZERO, 0, rules);
        EvaluationGroup shipped = EvaluationGroup.shipped("default-rules", rules);
        for (List<EvaluationGroup> groups : List.of(List.of(own, shipped), List.of(shipped))) {
            AlertEngine engine = engine(perStep, 10, groups);
            evaluate(engine);
            evaluate(engine);
            assertThat(engine.rules()).extracting(RuleStatus::state).containsOnly(RuleStatus.State.NO_REGISTRY);
            assertThat(engine.rules().get(0).error()).contains("micrometer-registry-prometheus");
        }
        assertThat(log.lines())
                .filteredOn(line -> line.contains("No meter registry"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("WARN"),
                        line -> assertThat(line).startsWith("INFO"));
        assertThat(log.events())
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
    }

    @Test
    void evaluatesRulesAlthoughNobodyKnowsWhoItIs(CapturedOutput output) {
        registry.gauge("queue.depth", depth);
        AlertEngine engine = new AlertEngine(
                List.of(new EvaluationGroup(
                        "rules", "", Duration.ZERO, 0, List.of(EvaluationRule.of(rule("deep", "queue_depth"))))),
                List.of(),
                SteppedEngine.settings(10),
                () -> {
                    throw new IllegalStateException("expected");
                },
                () -> List.of(registry),
                queue,
                List::of,
                null,
                null);
        engine.evaluateDue(() -> false);
        assertThat(engine.rules().get(0).error()).isNull();
        assertThat(engine.rules().get(0).active()).hasSize(1);
        assertThat(output).containsOnlyOnce("It is not known which instance alerts are about");
    }

    @Test
    void tellsAConditionThatIsFalseFromAMetricThatIsNotThere() {
        registry.gauge("queue.depth", depth);
        AlertEngine engine = engine(registry, 10, rule("deep", "queue_depth"), rule("typo", "queue_dept"));
        depth.set(0);
        evaluate(engine);
        assertThat(engine.rules())
                .extracting(RuleStatus::state)
                .containsExactly(RuleStatus.State.OK, RuleStatus.State.NO_DATA);
        registry.gauge("queue.dept", depth);
        evaluate(engine);
        assertThat(engine.rules()).extracting(RuleStatus::state).containsOnly(RuleStatus.State.OK);
    }

    @Test
    void evaluatesRulesWithTheLargestNumbersThatAFileMayHave() {
        registry.gauge("queue.depth", depth);
        RuleFile file = RuleFile.parse("""
                groups:
                  - name: a
                    interval: 365d
                    limit: 999999999999999999
                    rules: [{alert: A, expr: queue_depth > 0, for: 292y, keep_firing_for: 292y}]
                """, "rules.yml");
        AlertEngine engine = engine(registry, 10, RuleFileEngine.groups(file));
        evaluate(engine);
        assertThat(engine.rules().get(0).error()).isNull();
        assertThat(engine.rules().get(0).active())
                .extracting(AlertInstance::state)
                .containsExactly(AlertState.PENDING);
    }

    @Test
    void remembersSoManyChanges() {
        registry.gauge("queue.depth", depth);
        AlertEngine engine = engine(registry, 3, rule("deep", "queue_depth"));
        for (int i = 0; i < 6; i++) {
            depth.set(i % 2 == 0 ? 11 : 0);
            evaluate(engine);
        }
        assertThat(heard).hasSize(6);
        assertThat(engine.history())
                .extracting(AlertTransition::to)
                .containsExactly(AlertState.RESOLVED, AlertState.FIRING, AlertState.RESOLVED);
    }

    private void evaluate(AlertEngine engine) {
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        engine.evaluateDue(() -> false);
    }

    private AlertEngine engine(MeterRegistry read, int historySize, AlertRule... rules) {
        return engine(
                read,
                historySize,
                List.of(new EvaluationGroup(
                        "rules",
                        "",
                        Duration.ZERO,
                        0,
                        Stream.of(rules).map(EvaluationRule::of).toList())));
    }

    private AlertEngine engine(MeterRegistry read, int historySize, List<EvaluationGroup> groups) {
        Supplier<Labels> identity = () -> Labels.of(Map.of("job", "vault", "instance", "here"));
        EngineSettings settings = SteppedEngine.settings(historySize);
        return new AlertEngine(
                groups,
                List.of(),
                settings,
                identity,
                queue,
                () -> List.of(heard::add),
                null,
                null,
                new AdvancingClock(nanos::get),
                nanos::get,
                store -> new MeterSampler(() -> List.of(read), store, settings.interval(), identity)::sample);
    }

    private static AlertRule rule(String id, String metric) {
        return AlertRule.builder(id)
                .condition(MetricThreshold.builder(metric).threshold(0).build())
                .build();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
