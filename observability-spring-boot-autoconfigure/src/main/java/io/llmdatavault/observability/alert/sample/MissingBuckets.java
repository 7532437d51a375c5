package io.llmdatavault.observability.alert.sample;

import java.util.HashSet;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of meters that have no buckets, while some rule names them, what to do about it. Such a rule is silent, and looks
 * just like one that has nothing to say. Of each name once, and of few names.
 */
final class MissingBuckets {

    private static final Logger logger = LoggerFactory.getLogger(MeterSampler.class);

    private static final int MAX_NAMES = 10;

    private final Set<String> said = new HashSet<>();

    /** Nobody has asked for buckets. */
    void unpublished(Meter meter, String series) {
        if (isNew(series)) {
            logger.info(
                    "An alert rule reads {}, and the meter {} publishes no buckets, at least with some of its tags: set"
                            + " management.metrics.distribution.percentiles-histogram.{}=true",
                    series,
                    meter.getId().getName(),
                    meter.getId().getName());
        }
    }

    /** The registry has none that count from the start on. */
    void unsupported(String series) {
        if (isNew(series)) {
            logger.info(
                    "An alert rule reads {}, which is not there, because the registry has no buckets that count from the"
                            + " start on: add micrometer-registry-prometheus",
                    series);
        }
    }

    private boolean isNew(String series) {
        return said.size() < MAX_NAMES && said.add(series);
    }
}
