package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * What an alert is about.
 *
 * @since 0.1.0
 */
public enum AlertCategory {

    /** Somebody may do what they must not. */
    SECURITY,

    /** The service is slow, or near a limit. */
    PERFORMANCE,

    /** The service, or a part of it, does not answer. */
    AVAILABILITY,

    /** Data is lost, wrong or late. */
    DATA,

    /** A rule that others have set is not kept. */
    COMPLIANCE;

    /**
     * The name as configuration, labels and log lines write it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
