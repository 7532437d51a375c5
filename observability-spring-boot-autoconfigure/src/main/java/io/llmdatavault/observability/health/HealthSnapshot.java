package io.llmdatavault.observability.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How a component was when it was last checked. Immutable.
 *
 * @since 0.1.0
 */
public final class HealthSnapshot {

    private final ComponentHealth health;

    private final boolean critical;

    private final Duration latency;

    private final Instant lastCheck;

    private final @Nullable Instant lastSuccess;

    private final int consecutiveFailures;

    private final Map<String, Object> details;

    HealthSnapshot(
            ComponentHealth health,
            boolean critical,
            Duration latency,
            Instant lastCheck,
            @Nullable Instant lastSuccess,
            int consecutiveFailures) {
        this.health = health;
        this.critical = critical;
        this.latency = latency;
        this.lastCheck = lastCheck;
        this.lastSuccess = lastSuccess;
        this.consecutiveFailures = consecutiveFailures;
        this.details = detailsOf();
    }

    /** The same check, seen too late. */
    HealthSnapshot stale(String message) {
        return new HealthSnapshot(
                ComponentHealth.unhealthy(message), critical, latency, lastCheck, lastSuccess, consecutiveFailures);
    }

    IndicatorChecks.@Nullable Words answer() {
        return health.answer();
    }

    /** Made once, so that reading a snapshot makes nothing. */
    private Map<String, Object> detailsOf() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("state", health.state().name());
        all.put("message", health.message());
        all.put("latencyMs", latency.toMillis());
        all.put("lastCheck", lastCheck.toString());
        if (lastSuccess != null) {
            all.put("lastSuccess", lastSuccess.toString());
        }
        all.put("consecutiveFailures", consecutiveFailures);
        all.put("critical", critical);
        health.metadata().forEach(all::putIfAbsent);
        return Collections.unmodifiableMap(all);
    }

    /**
     * How the component is.
     * @return its state, after the thresholds for failures and successes
     */
    public HealthState state() {
        return health.state();
    }

    /**
     * What was found.
     * @return a sentence for operators
     */
    public String message() {
        return health.message();
    }

    /**
     * Figures and facts that the check gave.
     * @return an unmodifiable map
     */
    public Map<String, Object> metadata() {
        return health.metadata();
    }

    /**
     * Whether the application cannot do without the component.
     * @return whether it is critical
     */
    public boolean critical() {
        return critical;
    }

    /**
     * How long the last check took; how long it has been running when it has not answered.
     * @return zero or more
     */
    public Duration latency() {
        return latency;
    }

    /**
     * When the last check ended or was given up.
     * @return a time of the application's clock
     */
    public Instant lastCheck() {
        return lastCheck;
    }

    /**
     * When the last check ended that did not find the component unhealthy.
     * @return the time; empty when there was none
     */
    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    /**
     * How many checks in a row failed, the last one included.
     * @return zero or more
     */
    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    /**
     * All of this as the health endpoint shows it.
     * @return an unmodifiable map of what can be written as JSON
     */
    public Map<String, Object> details() {
        return details;
    }

    @Override
    public String toString() {
        return health.toString();
    }
}
