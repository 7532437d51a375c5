package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepCounter;
import io.micrometer.core.instrument.step.StepDistributionSummary;
import io.micrometer.core.instrument.step.StepFunctionCounter;
import io.micrometer.core.instrument.step.StepFunctionTimer;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepTimer;

/**
 * Chooses the one registry that is read. Never a composite: a meter of it shows the value of any of its children. Never
 * one that counts per step: its counters fall back.
 */
final class RegistryChoice {

    private static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

    private RegistryChoice() {}

    static Optional<MeterRegistry> among(Collection<MeterRegistry> registries) {
        List<MeterRegistry> real = new ArrayList<>();
        registries.forEach(registry -> addReal(registry, real));
        return real.stream()
                .filter(RegistryChoice::isPrometheus)
                .findFirst()
                .or(() -> real.stream()
                        .filter(SimpleMeterRegistry.class::isInstance)
                        .findFirst())
                .or(() -> real.stream().findFirst());
    }

    /** By name, because the class may be missing. */
    static boolean isPrometheus(MeterRegistry registry) {
        for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
            if (PROMETHEUS.equals(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static void addReal(MeterRegistry registry, List<MeterRegistry> real) {
        if (registry instanceof CompositeMeterRegistry composite) {
            composite.getRegistries().forEach(child -> addReal(child, real));
        } else if (!countsPerStep(registry)) {
            real.add(registry);
        }
    }

    /** A simple registry does, too, when it is configured to. */
    private static boolean countsPerStep(MeterRegistry registry) {
        return registry instanceof StepMeterRegistry
                || registry.getMeters().stream().anyMatch(RegistryChoice::countsPerStep);
    }

    private static boolean countsPerStep(Meter meter) {
        return meter instanceof StepCounter
                || meter instanceof StepTimer
                || meter instanceof StepDistributionSummary
                || meter instanceof StepFunctionCounter
                || meter instanceof StepFunctionTimer;
    }
}
