package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * What a rule makes of there being no data: none of the series that its expression reads is there now, and the expression
 * gives nothing either. What it reads with an {@code offset} counts only where it reads nothing without one.
 *
 * @since 0.1.0
 */
public enum NoDataPolicy {

    /** The condition is false, as in Prometheus: what fires is resolved. */
    OK,

    /** The condition is true: there is one alert, whose value is {@code NaN}. */
    ALERT,

    /** Nobody knows: what is pending or fires goes on. */
    KEEP;

    /**
     * The name as configuration writes it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
