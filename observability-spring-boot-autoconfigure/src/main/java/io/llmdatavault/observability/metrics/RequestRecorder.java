package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** What the servlet and the reactive stack have in common: a request is recorded when its observation stops. */
final class RequestRecorder {

    /** The pattern that serves static resources matches every path that nothing else matches. */
    private static final String ANY_PATH = "/**";

    private static final int NOT_FOUND = 404;

    private final SingletonSupplier<VaultMetrics> metrics;

    /**
     * Asks for the metrics with the first request: Spring MVC and the observation registry are set up long before, and
     * must not pull the meter registry, with all that customizes it, into their own making.
     */
    RequestRecorder(Supplier<VaultMetrics> metrics) {
        this.metrics = SingletonSupplier.of(metrics);
    }

    void start(Observation.Context context) {
        context.put(Start.class, new Start(System.nanoTime()));
    }

    /**
     * Counts a request as active, once, however often it is dispatched. A request that is excluded was never started;
     * one whose error page is being rendered has stopped already.
     */
    void activate(Observation.Context context, @Nullable String method, @Nullable String path) {
        if (context.containsKey(Start.class) && !context.containsKey(Active.class)) {
            Active active = new Active(Label.ofMethod(method), Label.of(path));
            context.put(Active.class, active);
            metrics.obtain().incrementGauge(VaultGauge.ACTIVE_REQUESTS, active.method, active.path);
        }
    }

    /** The path of the first handler counts: the error page may have become the last one. */
    void stop(Observation.Context context, @Nullable String method, @Nullable String lastPath, int status) {
        Start start = context.get(Start.class);
        if (start == null) {
            return;
        }
        context.remove(Start.class);
        Active active = context.get(Active.class);
        if (active != null) {
            metrics.obtain().decrementGauge(VaultGauge.ACTIVE_REQUESTS, active.method, active.path);
        }
        String path = active != null ? active.path : lastPath;
        boolean unmatched = status == NOT_FOUND && ANY_PATH.equals(path);
        Duration duration = Duration.ofNanos(System.nanoTime() - start.nanoTime);
        metrics.obtain().recordRequest(method, unmatched ? null : path, status, duration);
    }

    private record Start(long nanoTime) {}

    private record Active(String method, String path) {}
}
