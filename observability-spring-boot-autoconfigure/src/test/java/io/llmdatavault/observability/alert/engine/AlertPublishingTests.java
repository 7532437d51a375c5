package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Channel;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an evaluation passes on, to whom, and when it does not. */
@ExtendWith(OutputCaptureExtension.class)
class AlertPublishingTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final List<String> heard = new ArrayList<>();

    private final CountDownLatch gate = new CountDownLatch(1);

    private final LastChannel last = new LastChannel();

    private final NotificationQueue queue = new NotificationQueue(
            Map.of(
                    "log",
                    channel("log", () -> {}),
                    "slow",
                    channel("slow", this::waitAtTheGate),
                    last.name(),
                    last.channel()),
            null);

    private final AtomicLong nanos = new AtomicLong();

    private final AtomicBoolean stopped = new AtomicBoolean();

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException(),
                new IOException(),
                new AssertionError(),
                new OutOfMemoryError(),
                new ServiceConfigurationError("expected"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aBrokenListenerTakesNothingFromOthers(Throwable thrown) {
        gauge("one", () -> 1);
        gauge("two", () -> 1);
        AlertListener broken = transition -> throwUnchecked(thrown);
        AlertListener good = transition -> heard.add(transition.rule().id());
        AlertEngine engine = engine(List.of(broken, good), null, rule("one"), rule("two"));
        evaluate(engine);
        last.awaitDelivery(queue);
        assertThat(told).containsExactly("log one firing", "log two firing");
        assertThat(heard).containsExactly("one", "two");
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aBrokenMeterIsAnErrorOfItsRuleAlone(Throwable thrown) {
        counter("one", () -> {
            throwUnchecked(thrown);
            return 1;
        });
        gauge("two", () -> 1);
        AlertEngine engine = engine(List.of(), null, rule("one_total"), rule("two"));
        evaluate(engine);
        assertThat(engine.rules())
                .extracting(RuleStatus::state)
                .containsExactly(RuleStatus.State.ERROR, RuleStatus.State.OK);
        assertThat(engine.rules().get(1).active()).hasSize(1);
    }

    @Test
    void listenersHearAfterChannelsWereTold() {
        gauge("one", () -> 1);
        AlertListener waiting = transition -> {
            await().until(() -> !told.isEmpty());
            heard.addAll(told);
        };
        evaluate(engine(List.of(waiting), null, rule("one")));
        assertThat(heard).containsExactly("log one firing");
    }

    @Test
    void whatIsReadWhileItStopsCountsForNothing() {
        gauge("one", () -> {
            stopped.set(true);
            return 1;
        });
        AlertEngine engine = engine(List.of(transition -> heard.add("one")), null, rule("one"));
        evaluate(engine);
        last.awaitDelivery(queue);
        assertThat(engine.rules()).extracting(RuleStatus::state).containsExactly(RuleStatus.State.WAITING);
        assertThat(engine.history()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void noChannelIsToldOnceItHasStopped() {
        gauge("one", () -> 1);
        AlertEngine engine = engine(List.of(), null, rule("one"));
        // Asked before sampling, after it, before the rule, after it.
        evaluate(engine, 3);
        last.awaitDelivery(queue);
        assertThat(engine.rules()).extracting(RuleStatus::state).containsExactly(RuleStatus.State.WAITING);
        assertThat(engine.rules().get(0).active()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(engine.history()).isEmpty();
    }

    /** The engine stays, and its alerts remember what channels were told. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void whoeverStopsItAtAnyTimeAndStartsItAgainIsToldOnce(int asked) {
        AtomicLong depth = new AtomicLong(1);
        gauge("one", depth::get);
        AlertEngine engine = engine(List.of(), null, rule("one"));
        evaluate(engine, asked);
        evaluate(engine);
        depth.set(0);
        evaluate(engine, asked);
        evaluate(engine);
        last.awaitDelivery(queue);
        assertThat(told).containsExactly("log one firing", "log one resolved");
        assertThat(engine.history())
                .extracting(AlertTransition::to)
                .containsExactly(AlertState.RESOLVED, AlertState.FIRING);
    }

    @Test
    void noListenerIsCalledOnceItHasStopped() {
        gauge("one", () -> 1);
        AlertListener stopping = transition -> stopped.set(true);
        AlertListener late = transition -> heard.add("late");
        evaluate(engine(List.of(stopping, late), null, rule("one")));
        assertThat(heard).isEmpty();
    }

    @Test
    void showsAndSaysThatAnEvaluationHangs(CapturedOutput output) {
        AtomicBoolean hangs = new AtomicBoolean();
        List<RuleStatus.State> states = new ArrayList<>();
        AlertEngine[] engine = new AlertEngine[1];
        gauge("one", () -> {
            if (hangs.get()) {
                nanos.addAndGet(Duration.ofSeconds(45).toNanos());
                engine[0].warnWhenStalled();
                states.add(engine[0].rules().get(0).state());
                nanos.addAndGet(1);
                engine[0].warnWhenStalled();
                engine[0].warnWhenStalled();
                states.add(engine[0].rules().get(0).state());
            }
            return 1;
        });
        engine[0] = engine(List.of(), null, rule("one"));
        assertThat(engine[0].lastEvaluation()).isEmpty();
        evaluate(engine[0]);
        assertThat(engine[0].lastEvaluation()).isPresent();
        hangs.set(true);
        evaluate(engine[0]);
        assertThat(states).containsExactly(RuleStatus.State.OK, RuleStatus.State.STALLED);
        assertThat(engine[0].rules().get(0).state()).isEqualTo(RuleStatus.State.OK);
        assertThat(output)
                .containsOnlyOnce("an evaluation has not ended for three intervals")
                .contains("at " + AlertPublishingTests.class.getName());
    }

    @Test
    void saysOnceThatEvaluationsAreTooSlow(CapturedOutput output) {
        gauge("one", () -> 1);
        AlertEngine engine = engine(List.of(), null, rule("one"));
        for (int i = 0; i < 5; i++) {
            nanos.addAndGet(Duration.ofSeconds(45).toNanos());
            evaluate(engine);
        }
        assertThat(output).containsOnlyOnce("more than three intervals apart");
    }

    @Test
    void aMeterThatComesAndGoesIsSaidOnce(CapturedOutput output) {
        AtomicBoolean broken = new AtomicBoolean();
        counter("one", () -> {
            if (broken.get()) {
                throw new AssertionError("expected");
            }
            return 1;
        });
        AlertEngine engine = engine(List.of(), null, rule("one_total"));
        for (int i = 0; i < 6; i++) {
            broken.set(i % 2 == 0);
            evaluate(engine);
        }
        assertThat(output).containsOnlyOnce("Alert rule one-total of group");
    }

    @Test
    void whatFoundNoRoomIsToldAtTheNextEvaluation() {
        gauge("one", () -> 1);
        AlertRule rule = rule("one", "slow", "log");
        AlertEngine engine = engine(List.of(), null, rule);
        // One runs and a thousand wait.
        AlertEngine filling = engine(List.of(), null, rule("one", "slow"));
        evaluate(filling);
        Notification filler = new Notification(
                "filler",
                "filler",
                AlertSeverity.INFO,
                rule.category(),
                AlertState.RESOLVED,
                Map.of(),
                Map.of(),
                1,
                false,
                Clock.systemUTC().instant(),
                null,
                "filler");
        for (int i = 0; i < 1000; i++) {
            assertThat(queue.add(filler, List.of("slow"))).isEmpty();
        }
        evaluate(engine);
        assertThat(queue.add(filler, List.of("log"))).containsExactly("log");
        gate.countDown();
        last.awaitDelivery(queue);

        evaluate(engine);
        evaluate(engine);
        last.awaitDelivery(queue);
        assertThat(told).containsExactly("slow one firing", "slow one firing", "log one firing");
    }

    @Test
    void goesOnWithMetricsThatThrow(CapturedOutput output) {
        gauge("one", () -> 1);
        VaultMetrics broken = (VaultMetrics) Proxy.newProxyInstance(
                VaultMetrics.class.getClassLoader(),
                new Class<?>[] {VaultMetrics.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("expected");
                });
        AlertEngine engine = engine(List.of(), broken, rule("one"));
        evaluate(engine);
        assertThat(engine.rules().get(0).active()).hasSize(1);
        assertThat(output).containsOnlyOnce("The metrics of alerts could not be recorded");
    }

    private void evaluate(AlertEngine engine) {
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        engine.evaluateDue(stopped::get);
    }

    /** Is stopped when it has asked so often whether it is. */
    private void evaluate(AlertEngine engine, int asked) {
        AtomicInteger count = new AtomicInteger();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        engine.evaluateDue(() -> count.getAndIncrement() >= asked);
    }

    private void gauge(String name, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .register(registry);
    }

    /** A gauge would answer NaN to all that is thrown. */
    private void counter(String name, DoubleSupplier value) {
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble).register(registry);
    }

    private AlertEngine engine(List<AlertListener> listeners, VaultMetrics metrics, AlertRule... rules) {
        Supplier<List<AlertListener>> found = () -> listeners;
        Supplier<Labels> identity = () -> Labels.of(Map.of("job", "vault", "instance", "here"));
        EngineSettings settings = SteppedEngine.settings(10);
        return new AlertEngine(
                List.of(new EvaluationGroup(
                        "rules",
                        "",
                        Duration.ZERO,
                        0,
                        Stream.of(rules).map(EvaluationRule::of).toList())),
                List.of(),
                settings,
                identity,
                queue,
                found,
                null,
                metrics,
                new AdvancingClock(nanos::get),
                nanos::get,
                store -> new MeterSampler(() -> List.of(registry), store, settings.interval(), identity)::sample);
    }

    private static AlertRule rule(String metric, String... channels) {
        AlertRule.Builder rule = AlertRule.builder(metric.replace('_', '-'))
                .condition(MetricThreshold.builder(metric).threshold(0).build());
        Stream.of(channels).forEach(rule::channel);
        return rule.build();
    }

    private Channel channel(String name, Runnable first) {
        return new Channel(
                new Notifier() {

                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public void send(Notification notification) {
                        first.run();
                        told.add(name + " " + notification.ruleId() + " "
                                + notification.state().label());
                    }
                },
                Set.of(AlertSeverity.values()));
    }

    private void waitAtTheGate() {
        try {
            gate.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
