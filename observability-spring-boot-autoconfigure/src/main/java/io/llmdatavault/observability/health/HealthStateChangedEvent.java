package io.llmdatavault.observability.health;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;

/**
 * A component has another state than before, after the thresholds for failures and successes. Published once per change, in
 * order, on a thread of its own: a listener may take its time, and one that fails harms neither the checks nor the other
 * changes.
 *
 * @since 0.1.0
 */
public final class HealthStateChangedEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1;

    private final String component;

    private final @Nullable HealthState previous;

    private final HealthState state;

    private final String message;

    private final boolean critical;

    HealthStateChangedEvent(
            String component, @Nullable HealthState previous, HealthState state, String message, boolean critical) {
        super(component);
        this.component = component;
        this.previous = previous;
        this.state = state;
        this.message = message;
        this.critical = critical;
    }

    /**
     * Which component has changed.
     * @return its name in the health endpoint; of a member of a composite the path, as in {@code db/orders}
     */
    public String component() {
        return component;
    }

    /**
     * How it was before.
     * @return its state; empty when this is its first result
     */
    public Optional<HealthState> previous() {
        return Optional.ofNullable(previous);
    }

    /**
     * How it is now.
     * @return its state
     */
    public HealthState state() {
        return state;
    }

    /**
     * What was found.
     * @return a sentence for operators
     */
    public String message() {
        return message;
    }

    /**
     * Whether the application cannot do without the component.
     * @return whether it is critical
     */
    public boolean critical() {
        return critical;
    }
}
