package io.llmdatavault.observability.health;

/**
 * How a component is.
 *
 * @since 0.1.0
 */
public enum HealthState {
    /** It works. The endpoint shows {@code UP}. */
    HEALTHY(1),

    /** It works with less than it should have. The endpoint shows {@code DEGRADED}, with HTTP status 200. */
    DEGRADED(0.5),

    /** It does not work. The endpoint shows {@code DOWN}, or {@code DEGRADED} when the component is not critical. */
    UNHEALTHY(0);

    private final double score;

    HealthState(double score) {
        this.score = score;
    }

    double score() {
        return score;
    }
}
