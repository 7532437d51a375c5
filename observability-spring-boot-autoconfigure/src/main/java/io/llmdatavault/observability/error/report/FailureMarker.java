package io.llmdatavault.observability.error.report;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/** Marks what is being observed as failed. */
@FunctionalInterface
interface FailureMarker {

    /**
     * Marks it, if there is something to mark.
     * @param failure the failure as it was caught
     * @return whether there was
     */
    boolean mark(Throwable failure);

    /** Marks the current observation, which marks its span. Loaded only with micrometer-observation. */
    record OfObservation(ObservationRegistry registry) implements FailureMarker {

        @Override
        public boolean mark(Throwable failure) {
            Observation observation = registry.getCurrentObservation();
            if (observation == null) {
                return false;
            }
            observation.error(failure);
            return true;
        }
    }

    /** Marks the current span. Loaded only with micrometer-tracing. */
    record OfSpan(Tracer tracer) implements FailureMarker {

        @Override
        public boolean mark(Throwable failure) {
            Span span = tracer.currentSpan();
            if (span == null) {
                return false;
            }
            span.error(failure);
            return true;
        }
    }
}
