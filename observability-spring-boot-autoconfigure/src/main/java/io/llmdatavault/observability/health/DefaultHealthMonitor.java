package io.llmdatavault.observability.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** The snapshots of the components, whose checks the {@link CheckEngine} runs. */
final class DefaultHealthMonitor implements HealthMonitor, SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce unobserved = new WarnOnce(logger, "The metrics of health checks could not be set up");

    private final CheckEngine engine;

    private volatile Map<String, CheckRunner> runners;

    private volatile Set<String> critical;

    private final Supplier<@Nullable VaultMetrics> metrics;

    private final Runnable verification;

    private volatile boolean complete;

    DefaultHealthMonitor(
            List<CheckRunner> runners,
            CheckEngine engine,
            Supplier<@Nullable VaultMetrics> metrics,
            Runnable verification) {
        Map<String, CheckRunner> byName = new LinkedHashMap<>();
        runners.forEach(runner -> byName.put(runner.settings().name(), runner));
        this.runners = Collections.unmodifiableMap(byName);
        this.critical = criticalOf(byName);
        this.engine = engine;
        this.metrics = metrics;
        this.verification = verification;
        runners.forEach(engine::add);
    }

    private static Set<String> criticalOf(Map<String, CheckRunner> runners) {
        Set<String> names = new LinkedHashSet<>();
        runners.forEach((name, runner) -> {
            if (runner.settings().critical()) {
                names.add(name);
            }
        });
        return Collections.unmodifiableSet(names);
    }

    /** Has a component no longer: the application has something else of its name. */
    synchronized void leave(String component) {
        Map<String, CheckRunner> others = new LinkedHashMap<>(runners);
        CheckRunner runner = others.remove(component);
        if (runner != null) {
            runners = Collections.unmodifiableMap(others);
            critical = criticalOf(others);
            engine.remove(runner);
        }
    }

    @Override
    public Set<String> components() {
        return runners.keySet();
    }

    @Override
    public Set<String> criticalComponents() {
        return critical;
    }

    @Override
    public Optional<HealthSnapshot> snapshot(String component) {
        CheckRunner runner = runners.get(component);
        return runner == null ? Optional.empty() : Optional.ofNullable(runner.read());
    }

    @Override
    public Map<String, HealthSnapshot> snapshots() {
        Map<String, HealthSnapshot> snapshots = new LinkedHashMap<>();
        runners.forEach((name, runner) -> {
            HealthSnapshot snapshot = runner.read();
            if (snapshot != null) {
                snapshots.put(name, snapshot);
            }
        });
        return Collections.unmodifiableMap(snapshots);
    }

    @Override
    public boolean complete() {
        if (!complete) {
            complete = runners.values().stream().allMatch(runner -> runner.read() != null);
        }
        return complete;
    }

    @Override
    public double score() {
        double sum = 0;
        int weights = 0;
        for (CheckRunner runner : runners.values()) {
            HealthSnapshot snapshot = runner.read();
            if (snapshot != null) {
                int weight = snapshot.critical() ? 2 : 1;
                sum += weight * snapshot.state().score();
                weights += weight;
            }
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    @Override
    public void afterSingletonsInstantiated() {
        verification.run();
        observe();
    }

    private void observe() {
        try {
            VaultMetrics recorder = metrics.get();
            if (recorder == null) {
                return;
            }
            runners.keySet()
                    .forEach(
                            name -> observe(recorder, name, () -> snapshot(name).orElse(null)));
            recorder.family("vault_system_health_score").observe(this::score);
        } catch (Throwable ex) {
            unobserved.warn(ex);
        }
    }

    /** The gauges of one component; not a number as long as it has not been checked. */
    static void observe(VaultMetrics metrics, String name, Supplier<@Nullable HealthSnapshot> snapshots) {
        observe(
                metrics,
                "vault_component_health",
                name,
                snapshots,
                snapshot -> snapshot.state().score());
        observe(metrics, "vault_component_consecutive_failures", name, snapshots, HealthSnapshot::consecutiveFailures);
    }

    private static void observe(
            VaultMetrics metrics,
            String family,
            String name,
            Supplier<@Nullable HealthSnapshot> snapshots,
            ToDoubleFunction<HealthSnapshot> figure) {
        metrics.family(family)
                .observe(
                        () -> {
                            HealthSnapshot snapshot = snapshots.get();
                            return snapshot == null ? Double.NaN : figure.applyAsDouble(snapshot);
                        },
                        name);
    }
}
