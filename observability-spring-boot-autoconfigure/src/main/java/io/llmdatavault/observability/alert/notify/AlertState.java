package io.llmdatavault.observability.alert.notify;

import java.util.Locale;

/**
 * The state of one alert: of one rule and one set of labels.
 *
 * @since 0.1.0
 */
public enum AlertState {

    /** The condition is false, and was. */
    INACTIVE,

    /** The condition is true, but not yet for long enough. */
    PENDING,

    /** The condition has been true for long enough. */
    FIRING,

    /** The alert fired, and its condition is false again. */
    RESOLVED;

    /**
     * The name as labels, log lines and the endpoint write it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
