package io.llmdatavault.observability.health;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last snapshots of all components. Reading never waits for a component, and a snapshot that is too old reads as
 * unhealthy. Thread-safe.
 *
 * @since 0.1.0
 */
public interface HealthMonitor {

    /**
     * The components that are checked.
     * @return their names
     */
    Set<String> components();

    /**
     * The components that the application cannot do without.
     * @return their names
     */
    Set<String> criticalComponents();

    /**
     * The snapshot of a component.
     * @param component its name
     * @return its last snapshot; empty when it has not been checked yet, or when there is no such component
     */
    Optional<HealthSnapshot> snapshot(String component);

    /**
     * The snapshots of all components that have been checked.
     * @return the snapshots by name, in the order of {@link #components()}
     */
    Map<String, HealthSnapshot> snapshots();

    /**
     * Whether every component has been checked at least once.
     * @return {@code true} from the last first snapshot on
     */
    boolean complete();

    /**
     * The health of the whole: the mean of the components, where healthy is 1, degraded 0.5 and unhealthy 0. Critical
     * components count twice.
     * @return a number from 0 to 1; not a number as long as nothing has been checked
     */
    double score();
}
