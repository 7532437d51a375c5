package io.llmdatavault.observability.health;

/**
 * Checks one component of the application. Every bean of this type is run in the background at its refresh interval; what
 * it returned last is what the health endpoint shows, so that no request ever waits for it.
 *
 * <p>A check is never run twice at the same time. One that takes longer than its time limit counts as failed, and its
 * thread is interrupted; it holds up no other check. An exception counts as failed and is logged, not shown.
 *
 * @since 0.1.0
 */
public interface HealthCheck {

    /**
     * The name of the component in the health endpoint, in configuration keys and in metrics. Asked once.
     * @return words of lower-case letters and digits, joined by hyphens, as in {@code search-index}
     */
    String name();

    /**
     * Looks at the component. Called on a thread of the health checks, never on one of a request.
     * @return what it found
     * @throws Exception when the component does not answer; the same as an unhealthy result
     */
    ComponentHealth check() throws Exception;

    /**
     * Whether the application is of no use without this component. A critical component that is unhealthy takes the
     * instance out of service; another one only shows. The key {@code critical} of the check overrides it. Asked once.
     * @return {@code true} unless overridden
     */
    default boolean critical() {
        return true;
    }
}
