package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.metrics.VaultMetricFamily;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts decisions. Finds the metrics with the first one: limits may be asked before every bean is made.
 */
final class Decisions {

    private static final Logger logger = LoggerFactory.getLogger(Decisions.class);

    private final WarnOnce warning = new WarnOnce(logger, "A decision of a rate limit could not be counted");

    private final ObjectProvider<VaultMetrics> metrics;

    private volatile @Nullable VaultMetricFamily family;

    private volatile boolean off;

    Decisions(ObjectProvider<VaultMetrics> metrics) {
        this.metrics = metrics;
    }

    void allowed(String limit) {
        count(limit, "allowed");
    }

    void rejected(String limit) {
        count(limit, "rejected");
    }

    private void count(String limit, String outcome) {
        if (off) {
            return;
        }
        try {
            VaultMetricFamily found = family;
            if (found == null) {
                found = find();
            }
            if (found != null) {
                found.increment(limit, outcome);
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
        VaultMetricFamily decisions = found.family("vault_rate_limit_decisions_total");
        family = decisions;
        return decisions;
    }
}
