package io.llmdatavault.observability.resilience;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetricFamily;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts outcomes in a metric family. Finds the metrics with the first one: what is annotated may be called before every
 * bean is made. Thread-safe; never throws.
 *
 * @since 0.1.0
 */
public final class OutcomeCounter {

    private static final Logger logger = LoggerFactory.getLogger(OutcomeCounter.class);

    private final WarnOnce warning;

    private final ObjectProvider<VaultMetrics> metrics;

    private final String familyName;

    private volatile @Nullable VaultMetricFamily family;

    private volatile boolean off;

    /**
     * Prepares the counter.
     * @param metrics where to count; nothing is counted where there are none
     * @param familyName the family, a counter with two labels of which the second is the outcome
     */
    public OutcomeCounter(ObjectProvider<VaultMetrics> metrics, String familyName) {
        this.metrics = metrics;
        this.familyName = familyName;
        this.warning = new WarnOnce(logger, "Nothing can be counted in " + familyName);
    }

    /**
     * Counts one outcome.
     * @param subject value of the first label
     * @param outcome value of the second label
     */
    public void count(String subject, String outcome) {
        if (off) {
            return;
        }
        try {
            VaultMetricFamily found = family;
            if (found == null) {
                found = find();
            }
            if (found != null) {
                found.increment(subject, outcome);
            }
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    private @Nullable VaultMetricFamily find() {
        VaultMetrics found = metrics.getIfAvailable();
        if (found == null) {
            off = true;
            return null;
        }
        VaultMetricFamily counted = found.family(familyName);
        family = counted;
        return counted;
    }
}
