package io.llmdatavault.observability.metrics;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Records requests of the reactive stack from the observation that Spring makes of each. There, nothing tells when a
 * handler is selected, so active requests are not counted.
 */
final class ReactiveRequestMetrics implements ObservationHandler<ServerRequestObservationContext> {

    private final RequestRecorder recorder;

    private final ExcludedPaths excludedPaths;

    ReactiveRequestMetrics(Supplier<VaultMetrics> metrics, ExcludedPaths excludedPaths) {
        this.recorder = new RequestRecorder(metrics);
        this.excludedPaths = excludedPaths;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ServerRequestObservationContext;
    }

    @Override
    public void onStart(ServerRequestObservationContext context) {
        ServerHttpRequest request = context.getCarrier();
        if (request != null && !excludedPaths.contain(request.getPath().pathWithinApplication())) {
            recorder.start(context);
        }
    }

    @Override
    public void onStop(ServerRequestObservationContext context) {
        ServerHttpRequest request = context.getCarrier();
        ServerHttpResponse response = context.getResponse();
        HttpStatusCode status = response != null ? response.getStatusCode() : null;
        recorder.stop(
                context,
                request != null ? request.getMethod().name() : null,
                context.getPathPattern(),
                status != null ? status.value() : 0);
    }
}
