package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * How bad an alert is.
 *
 * @since 0.1.0
 */
public enum AlertSeverity {

    /** Somebody is woken up. */
    CRITICAL,

    /** Somebody acts today. */
    ERROR,

    /** Somebody looks at it soon. */
    WARNING,

    /** Nobody needs to act. */
    INFO;

    /**
     * The name as configuration, labels and log lines write it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
