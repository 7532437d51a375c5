package io.llmdatavault.observability.alert.sample;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryChoiceTests {

    private final AtomicLong state = new AtomicLong(3);

    @Test
    void choosesARealRegistryAndPrometheusFirst() {
        SimpleMeterRegistry simple = new SimpleMeterRegistry();
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        assertThat(RegistryChoice.among(List.of(composite))).isEmpty();
        composite.add(simple);
        assertThat(RegistryChoice.among(List.of(composite))).containsSame(simple);
        composite.add(prometheus);
        assertThat(RegistryChoice.among(List.of(composite))).containsSame(prometheus);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void leavesARegistryAloneThatCountsPerStep(int kind) {
        SimpleMeterRegistry registry = perStep();
        assertThat(RegistryChoice.among(List.of(registry))).isPresent();
        switch (kind) {
            case 0 -> registry.counter("a");
            case 1 -> registry.timer("a");
            case 2 -> registry.summary("a");
            case 3 -> FunctionCounter.builder("a", state, AtomicLong::get).register(registry);
            default ->
                FunctionTimer.builder("a", state, AtomicLong::get, AtomicLong::get, TimeUnit.MINUTES)
                        .register(registry);
        }
        assertThat(RegistryChoice.among(List.of(registry))).isEmpty();
    }

    static SimpleMeterRegistry perStep() {
        return new SimpleMeterRegistry(
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
                Clock.SYSTEM);
    }
}
