package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * What of a metric is compared with the threshold. Each constant means one expression of Prometheus, where {@code m} is
 * the metric with its labels, {@code w} the window and {@code > t} the comparison.
 *
 * @since 0.1.0
 */
public enum Aggregation {

    /** {@code m > t}: the last value of each series; each series has an alert of its own. */
    VALUE,

    /** {@code sum(m) > t}: one alert for all series. */
    SUM,

    /** {@code avg(m) > t}: one alert for all series. */
    AVG,

    /** {@code min(m) > t}: one alert for all series. */
    MIN,

    /** {@code max(m) > t}: one alert for all series. */
    MAX,

    /** {@code sum(rate(m[w])) > t}: how fast all counters together rose, per second. */
    RATE,

    /** {@code sum(increase(m[w])) > t}: by how much all counters together rose. */
    INCREASE,

    /** {@code histogram_quantile(0.95, sum by (le) (increase(m_bucket[w]))) > t}. */
    P95,

    /** {@code histogram_quantile(0.99, sum by (le) (increase(m_bucket[w]))) > t}. */
    P99;

    /**
     * Whether it looks at a window of time, and not at the last values alone.
     * @return whether a window is needed; where it is not, none may be given
     */
    public boolean needsWindow() {
        return switch (this) {
            case RATE, INCREASE, P95, P99 -> true;
            case VALUE, SUM, AVG, MIN, MAX -> false;
        };
    }

    /**
     * Whether it needs the buckets of a histogram. The metric is then named without {@code _bucket}.
     * @return whether the metric is a histogram
     */
    public boolean needsHistogram() {
        return this == P95 || this == P99;
    }

    /**
     * The name as configuration writes it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
