package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.health.CheckHistory.Change;
import io.llmdatavault.observability.logging.PlainText;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/** Writes one line when a component changes, and records how long checks take. */
final class ChangeLog implements CheckRunner.Listener {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final UnaryOperator<String> mask;

    private final Supplier<@Nullable VaultMetrics> metrics;

    ChangeLog(UnaryOperator<String> mask, Supplier<@Nullable VaultMetrics> metrics) {
        this.mask = mask;
        this.metrics = SingletonSupplier.ofNullable(metrics);
    }

    @Override
    public void changed(CheckSettings settings, Change change) {
        write(settings.name(), change);
    }

    @Override
    public void answered(CheckSettings settings, ComponentHealth health) {
        if (health.state() != HealthState.HEALTHY && logger.isDebugEnabled()) {
            logger.debug(
                    "Component {} answers {}: {}{}{}",
                    settings.name(),
                    health.state(),
                    health.message(),
                    details(health),
                    reason(health));
        }
    }

    @Override
    public void ended(CheckSettings settings, Duration latency) {
        VaultMetrics recorder = metrics.get();
        if (recorder != null) {
            recorder.family("vault_component_check_duration_seconds").record(latency, settings.name());
        }
    }

    private void write(String name, Change change) {
        ComponentHealth health = change.to();
        if (change.isWorse()) {
            logger.warn(
                    "Component {} is {}: {}{}{}",
                    name,
                    health.state(),
                    health.message(),
                    details(health),
                    reason(health));
        } else if (change.from() != null) {
            // Better, but not what it was: unhealthy before, degraded now.
            String again = health.state() == HealthState.HEALTHY ? " again" : "";
            logger.info("Component {} is {}{}: {}", name, health.state(), again, health.message());
        }
    }

    /** Not the exception itself: its stack trace would tell what the mask takes out. */
    private String reason(ComponentHealth health) {
        Throwable cause = health.cause().orElse(null);
        if (cause == null) {
            return "";
        }
        try {
            return " Cause: " + PlainText.of(mask.apply(cause.toString()));
        } catch (RuntimeException | StackOverflowError ex) {
            return " Cause: " + cause.getClass().getName();
        }
    }

    /** What an indicator that is not ours says of its failure is in its details only. */
    private String details(ComponentHealth health) {
        IndicatorChecks.Words words = health.answer();
        if (words == null || words.details().isEmpty()) {
            return "";
        }
        try {
            return " Details: " + PlainText.of(mask.apply(words.details().toString()));
        } catch (RuntimeException | StackOverflowError ex) {
            // Of a value whose toString fails. The line must be there all the same.
            return "";
        }
    }
}
