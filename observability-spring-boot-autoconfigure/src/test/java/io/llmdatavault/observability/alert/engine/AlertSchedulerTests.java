package io.llmdatavault.observability.alert.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Starts and stops the real threads. */
@Timeout(60)
class AlertSchedulerTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final NotificationQueue queue = new NotificationQueue(Map.of(), null);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final AtomicReference<AlertScheduler> scheduler = new AtomicReference<>();

    @AfterEach
    void close() {
        scheduler.get().stop();
        queue.close();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingThatIsThrownEndsTheSchedule(boolean unspeakable) {
        AtomicInteger calls = new AtomicInteger();
        Error thrown = new Error() {

            @Override
            public String getMessage() {
                if (unspeakable) {
                    throw new IllegalStateException("expected: cannot be logged");
                }
                return "expected";
            }
        };
        Clock broken = new Clock() {

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                calls.incrementAndGet();
                throw thrown;
            }
        };
        start(rule().build(), transition -> {}, broken);
        await().untilAsserted(() -> assertThat(calls).hasValueGreaterThan(2));
    }

    @Test
    void hasNoThreadWithoutARuleThatIsEnabled() {
        start(rule().enabled(false).build(), transition -> {}, Clock.systemUTC());
        assertThat(scheduler.get().isRunning()).isTrue();
        // Those of another test may be about to end; one of its own would stay.
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void aMeterThatIsInterruptedByTheStopFiresNothing() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        gauge(() -> {
            reading.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                returned.countDown();
            }
            return 1;
        });
        start(rule().build(), transition -> heard.add("fired"), Clock.systemUTC());
        reading.await();
        scheduler.get().stop();
        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThat(heard).isEmpty();
    }

    @Test
    void anEvaluationThatEndsByItselfIsNotInterrupted() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        gauge(() -> 1);
        start(
                rule().build(),
                transition -> {
                    inListener.countDown();
                    try {
                        goOn.await();
                        heard.add("in peace");
                    } catch (InterruptedException ex) {
                        heard.add("interrupted");
                    }
                },
                Clock.systemUTC(),
                Duration.ofMinutes(1));
        inListener.await();
        Thread stopping = new Thread(() -> scheduler.get().stop());
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        stopping.join();
        assertThat(heard).containsExactly("in peace");
    }

    @Test
    void endsWhenItsOwnContextBeginsToClose() {
        gauge(() -> 1);
        start(rule().build(), transition -> heard.add("fired"), Clock.systemUTC());
        await().untilAsserted(() -> assertThat(heard).isNotEmpty());
        scheduler.get().onClose(new ContextClosedEvent(new GenericApplicationContext()));
        assertThat(scheduler.get().isRunning()).isTrue();
        scheduler.get().onClose(new ContextClosedEvent(context));
        assertThat(scheduler.get().isRunning()).isFalse();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void aListenerMayEndTheApplication() {
        gauge(() -> 1);
        start(
                rule().build(),
                transition -> {
                    scheduler.get().stop();
                    heard.add(Thread.interrupted() ? "interrupted" : "in peace");
                },
                Clock.systemUTC(),
                Duration.ofMinutes(1));
        await().untilAsserted(() -> assertThat(heard).containsExactly("in peace"));
    }

    private void gauge(DoubleSupplier value) {
        Gauge.builder("depth", value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .register(registry);
    }

    private void start(AlertRule rule, AlertListener listener, Clock clock) {
        start(rule, listener, clock, Duration.ofMillis(100));
    }

    private void start(AlertRule rule, AlertListener listener, Clock clock, Duration patience) {
        EngineSettings settings = new EngineSettings(
                Duration.ofMillis(10),
                Duration.ZERO,
                10,
                Duration.ofHours(1),
                Duration.ofHours(25),
                100,
                1L << 24,
                Labels.EMPTY);
        AlertEngine engine = new AlertEngine(
                List.of(new EvaluationGroup("rules", "", Duration.ZERO, 0, List.of(EvaluationRule.of(rule)))),
                List.of(),
                settings,
                () -> Labels.EMPTY,
                queue,
                () -> List.of(listener),
                null,
                null,
                clock,
                System::nanoTime,
                store -> new MeterSampler(() -> List.of(registry), store, settings.interval(), () -> Labels.EMPTY)
                        ::sample);
        scheduler.set(new AlertScheduler(engine, context, patience));
        scheduler.get().start();
        scheduler
                .get()
                .onApplicationEvent(
                        new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
    }

    private static AlertRule.Builder rule() {
        return AlertRule.builder("deep")
                .condition(MetricThreshold.builder("depth").threshold(0).build());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("vault-alerts") || name.equals("vault-alerts-watch"))
                .toList();
    }
}
