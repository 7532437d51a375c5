package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * What of a metric is compared with the threshold. Each constant means one expression of Prometheus, where {@code m} is
 * the metric with its labels, {@code w} the window and {@code > t} the comparison. What puts series together keeps the
 * instances of a service apart. {@code newborn} are the counters that were looked for in vain at the begin of the window,
 * <code>(m unless m offset w) and on (job, instance) (up offset w == 1 or process_start_time_seconds &gt; time() - w - 300)</code>:
 * they rose from 0.
 *
 * @since 0.1.0
 */
public enum Aggregation {

    /** {@code m > t}: the last value of each series; each series has an alert of its own. */
    VALUE,

    /** {@code sum by (job, instance) (m) > t}: one alert for all series of an instance. */
    SUM,

    /** {@code avg by (job, instance) (m) > t}: one alert for all series of an instance. */
    AVG,

    /** {@code min by (job, instance) (m) > t}: one alert for all series of an instance. */
    MIN,

    /** {@code max by (job, instance) (m) > t}: one alert for all series of an instance. */
    MAX,

    /** {@code sum by (job, instance) (newborn / w or rate(m[w])) > t}: how fast all counters together rose, per second. */
    RATE,

    /** {@code sum by (job, instance) (newborn or increase(m[w])) > t}: by how much all counters together rose. */
    INCREASE,

    /** {@code histogram_quantile(0.95, sum by (job, instance, le) (rate(m_bucket[w]))) > t}. */
    P95,

    /** {@code histogram_quantile(0.99, sum by (job, instance, le) (rate(m_bucket[w]))) > t}. */
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
