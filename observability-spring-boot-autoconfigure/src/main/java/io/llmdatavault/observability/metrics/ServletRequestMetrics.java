package io.llmdatavault.observability.metrics;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Records requests of the servlet stack from the observation that Spring makes of each: no filter and no second timing.
 * As an interceptor it learns when the handler, and with it the path template, is known.
 */
final class ServletRequestMetrics implements ObservationHandler<ServerRequestObservationContext>, HandlerInterceptor {

    private final RequestRecorder recorder;

    private final ExcludedPaths excludedPaths;

    ServletRequestMetrics(Supplier<VaultMetrics> metrics, ExcludedPaths excludedPaths) {
        this.recorder = new RequestRecorder(metrics);
        this.excludedPaths = excludedPaths;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ServerRequestObservationContext;
    }

    @Override
    public void onStart(ServerRequestObservationContext context) {
        HttpServletRequest request = context.getCarrier();
        if (request != null && !excludedPaths.contain(path(request))) {
            recorder.start(context);
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(context ->
                        recorder.activate(context, request.getMethod(), pattern != null ? pattern.toString() : null));
        return true;
    }

    @Override
    public void onStop(ServerRequestObservationContext context) {
        HttpServletRequest request = context.getCarrier();
        HttpServletResponse response = context.getResponse();
        recorder.stop(
                context,
                request != null ? request.getMethod() : null,
                context.getPathPattern(),
                response != null ? response.getStatus() : 0);
    }

    private static PathContainer path(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return PathContainer.parsePath(path);
    }
}
