package io.llmdatavault.observability.health;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Keeps the observation of a check, which is there for its span, from being a timer as well: how long checks take is in a
 * family of its own, with tracing and without.
 */
final class SpansOnly implements MeterFilter {

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        boolean ofObservation =
                id.getName().equals(ObservedCheck.NAME) || id.getName().equals(ObservedCheck.NAME + ".active");
        return ofObservation ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
