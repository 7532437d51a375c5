package io.llmdatavault.observability.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** A span for each run of a check where there is tracing, none for reading, and nothing at all without tracing. */
class CheckSpansTests {

    private final List<Observation.Context> spans = new CopyOnWriteArrayList<>();

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.health.refresh-interval=1h",
                    "vault.observability.health.checks.memory.enabled=false")
            .withBean(
                    HealthCheck.class,
                    () -> DefaultHealthMonitorTests.check(
                            "search-index",
                            () -> ComponentHealth.unhealthy("Gone.").causedBy(new IllegalStateException("cause"))))
            .withBean(ObservationRegistry.class, () -> registry);

    CheckSpansTests() {
        registry.observationConfig().observationHandler(recorder());
    }

    private ObservationHandler<Observation.Context> recorder() {
        return new ObservationHandler<>() {

            @Override
            public void onStop(Observation.Context context) {
                spans.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        };
    }

    @Test
    void areMadeOfRunsOnly() {
        runner.withBean(Tracer.class, () -> mock(Tracer.class)).run(context -> {
            HealthMonitor monitor = context.getBean(HealthMonitor.class);
            await().until(() -> spans.size() == 1);
            for (int i = 0; i < 100; i++) {
                monitor.snapshots();
            }
            assertThat(spans).singleElement().satisfies(span -> {
                assertThat(span.getName()).isEqualTo("vault.component.check");
                assertThat(span.getContextualName()).isEqualTo("check search-index");
                assertThat(span.getLowCardinalityKeyValues())
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .containsExactlyInAnyOrder("component=search-index", "state=unhealthy");
                assertThat(span.getError()).hasMessage("cause");
                assertThat(span.getParentObservation()).isNull();
            });
        });
    }

    /** How long checks take is in a metric of its own, also where there is no tracing. */
    @Test
    void areNoMetrics() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HealthAutoConfiguration.class,
                        VaultMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .withBean(Tracer.class, () -> mock(Tracer.class))
                .run(context -> {
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    context.getBean(ObservationRegistry.class)
                            .observationConfig()
                            .observationHandler(recorder());
                    await().until(() -> !spans.isEmpty());
                    await().until(() ->
                            meters.find("vault.component.check.duration").timer() != null);
                    assertThat(meters.getMeters())
                            .map(meter -> meter.getId().getName())
                            .filteredOn(name -> name.startsWith("vault.component.check")
                                    && !name.startsWith("vault.component.check.duration"))
                            .isEmpty();
                });
    }

    @Test
    void areNotMadeWithoutTracing() {
        runner.run(context -> {
            await().until(context.getBean(HealthMonitor.class)::complete);
            assertThat(spans).isEmpty();
        });
        runner.withBean(Tracer.class, () -> Tracer.NOOP).run(context -> {
            await().until(context.getBean(HealthMonitor.class)::complete);
            assertThat(spans).isEmpty();
        });
        runner.withClassLoader(new FilteredClassLoader(Tracer.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CheckSpans.class));
    }

    @Test
    void handlersThatThrowMakeNothingUnhealthy() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {

            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("start");
            }

            @Override
            public void onStop(Observation.Context context) {
                throw new IllegalStateException("stop");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        runner.withBean(Tracer.class, () -> mock(Tracer.class))
                .withBean(
                        "fine",
                        HealthCheck.class,
                        () -> DefaultHealthMonitorTests.check("fine", () -> ComponentHealth.healthy("Fine.")))
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    await().until(monitor::complete);
                    assertThat(monitor.snapshot("fine").orElseThrow().state()).isEqualTo(HealthState.HEALTHY);
                });
    }
}
