package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.ClassUtils;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Tells Spring's observation of the request what went wrong: an exception that is answered never reaches its filter.
 */
final class RequestObservation {

    private static final boolean MICROMETER_PRESENT =
            ClassUtils.isPresent("io.micrometer.observation.Observation", RequestObservation.class.getClassLoader());

    private RequestObservation() {}

    static void mark(HttpServletRequest request, Throwable failure) {
        if (MICROMETER_PRESENT) {
            Marker.mark(request, failure);
        }
    }

    /** Loaded only where Micrometer is. */
    private static final class Marker {

        static void mark(HttpServletRequest request, Throwable failure) {
            ServerHttpObservationFilter.findObservationContext(request)
                    .filter(context -> context.getError() == null)
                    .ifPresent(context -> context.setError(failure));
        }
    }
}
