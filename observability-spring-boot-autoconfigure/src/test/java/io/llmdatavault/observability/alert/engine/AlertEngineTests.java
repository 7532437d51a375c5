package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertEngineTests {

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
        AlertEngine engine = engine(perStep, 10, rule("deep", "orders_total"));
        evaluate(engine);
        assertThat(engine.rules()).extracting(RuleStatus::state).containsExactly(RuleStatus.State.NO_REGISTRY);
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
        engine.evaluate();
    }

    private AlertEngine engine(MeterRegistry read, int historySize, AlertRule... rules) {
        return new AlertEngine(
                List.of(rules),
                new EngineSettings(Duration.ofSeconds(15), Duration.ZERO, historySize, 100),
                () -> List.of(read),
                queue,
                List.of(heard::add),
                null,
                null,
                Clock.systemUTC(),
                nanos::get);
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
