package io.llmdatavault.observability.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Changes as application events: all of them in order, whatever their listeners do. */
@ExtendWith(OutputCaptureExtension.class)
class HealthEventsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.health.refresh-interval=20ms",
                    "vault.observability.health.checks.memory.enabled=false");

    private final AtomicReference<ComponentHealth> result = new AtomicReference<>(ComponentHealth.healthy("Fine."));

    private final AtomicInteger runs = new AtomicInteger();

    private final HealthCheck check = DefaultHealthMonitorTests.check("search-index", () -> {
        runs.incrementAndGet();
        return result.get();
    });

    @Test
    void tellWhatChanged() {
        Listening listening = new Listening();
        runner.withBean(HealthCheck.class, () -> check)
                .withBean(Listening.class, () -> listening)
                .run(context -> {
                    await().until(() -> listening.events.size() == 1);
                    result.set(ComponentHealth.unhealthy("Gone."));
                    await().until(() -> listening.events.size() == 2);
                    result.set(ComponentHealth.degraded("Slow."));
                    await().until(() -> listening.events.size() == 3);
                    HealthStateChangedEvent first = listening.events.get(0);
                    assertThat(first.component()).isEqualTo("search-index");
                    assertThat(first.previous()).isEmpty();
                    assertThat(first.state()).isEqualTo(HealthState.HEALTHY);
                    HealthStateChangedEvent second = listening.events.get(1);
                    assertThat(second.previous()).contains(HealthState.HEALTHY);
                    assertThat(second.state()).isEqualTo(HealthState.UNHEALTHY);
                    assertThat(second.message()).isEqualTo("Gone.");
                    assertThat(second.critical()).isTrue();
                    assertThat(listening.events.get(2).state()).isEqualTo(HealthState.DEGRADED);
                    assertThat(listening.threads).containsOnly("vault-health-events");
                });
    }

    @Test
    void aListenerThatFailsHarmsNobody(CapturedOutput output) {
        Listening listening = new Listening();
        listening.failure = new StackOverflowError("listener");
        runner.withBean(HealthCheck.class, () -> check)
                .withBean(Listening.class, () -> listening)
                .run(context -> {
                    await().until(() -> listening.events.size() == 1);
                    result.set(ComponentHealth.unhealthy("Gone."));
                    await().until(() -> listening.events.size() == 2);
                });
        assertThat(output).containsOnlyOnce("A listener to changes of health failed");
    }

    @Test
    void aListenerThatHangsHoldsUpNoCheck() {
        Listening listening = new Listening();
        CountDownLatch latch = new CountDownLatch(1);
        listening.latch = latch;
        runner.withBean(HealthCheck.class, () -> check)
                .withBean(Listening.class, () -> listening)
                .run(context -> {
                    await().until(() -> listening.events.size() == 1);
                    int before = runs.get();
                    await().until(() -> runs.get() > before + 5);
                    result.set(ComponentHealth.unhealthy("Gone."));
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    await().until(() ->
                            monitor.snapshot("search-index").orElseThrow().state() == HealthState.UNHEALTHY);
                    latch.countDown();
                    await().until(() -> listening.events.size() == 2);
                });
    }

    static class Listening {

        final List<HealthStateChangedEvent> events = new CopyOnWriteArrayList<>();

        final List<String> threads = new CopyOnWriteArrayList<>();

        volatile CountDownLatch latch = new CountDownLatch(0);

        volatile Error failure;

        @EventListener
        void hear(HealthStateChangedEvent event) throws InterruptedException {
            events.add(event);
            threads.add(Thread.currentThread().getName());
            latch.await();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
