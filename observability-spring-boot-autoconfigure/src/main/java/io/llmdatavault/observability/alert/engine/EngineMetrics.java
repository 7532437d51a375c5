package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's own metrics. A broken registry stops no evaluation. */
final class EngineMetrics {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce unmeasured = new WarnOnce(logger, "The metrics of alerts could not be recorded");

    private final @Nullable VaultMetrics metrics;

    /** Each ends one of its gauges. */
    private final List<Runnable> gauges = new ArrayList<>();

    private boolean closed;

    EngineMetrics(@Nullable VaultMetrics metrics) {
        this.metrics = metrics;
    }

    /** Shows how many alerts of each rule are pending and firing, from now on. */
    void observe(List<RuleHealth> rules) {
        try {
            if (metrics != null) {
                for (RuleHealth rule : rules) {
                    observe(rule, metrics);
                }
            }
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }

    /** A registry is not asked under the lock: one that hangs would hang the end of the application, too. */
    private void add(Runnable end) {
        synchronized (gauges) {
            if (!closed) {
                gauges.add(end);
                return;
            }
        }
        end.run();
    }

    private void observe(RuleHealth health, VaultMetrics used) {
        AlertRule rule = health.status().rule();
        if (rule != null && rule.enabled()) {
            for (AlertState state : List.of(AlertState.PENDING, AlertState.FIRING)) {
                add(used.family("vault_alerts")
                        .observeUntilEnded(
                                () -> health.count(state),
                                rule.id(),
                                rule.severity().label(),
                                state.label()));
            }
        }
    }

    void record(long nanos) {
        try {
            if (metrics != null) {
                metrics.family("vault_alert_evaluation_duration_seconds").record(Duration.ofNanos(Math.max(0, nanos)));
            }
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }

    /** Takes its gauges out of registries that may outlive it. */
    void close() {
        List<Runnable> ends;
        synchronized (gauges) {
            closed = true;
            ends = List.copyOf(gauges);
            gauges.clear();
        }
        try {
            ends.forEach(Runnable::run);
        } catch (Throwable ex) {
            unmeasured.warn(ex);
        }
    }
}
