package io.llmdatavault.observability.web.reactive;

import java.util.function.Supplier;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.RequestIds;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.ContextView;

/**
 * Lets the current thread know the request it works for, as a servlet's thread does: the trace from Reactor's context,
 * the id from the exchange, because exception handlers are outside of the filter that writes the context.
 */
final class RequestScope {

    private static final boolean PROPAGATION_PRESENT =
            ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", RequestScope.class.getClassLoader());

    private RequestScope() {}

    static <T> T call(ServerWebExchange exchange, ContextView context, Supplier<T> work) {
        return PROPAGATION_PRESENT
                ? Propagation.call(context, () -> withRequestId(exchange, work))
                : withRequestId(exchange, work);
    }

    private static <T> T withRequestId(ServerWebExchange exchange, Supplier<T> work) {
        String id = exchange.getAttribute(RequestIds.CONTEXT_KEY);
        if (id == null) {
            return work.get();
        }
        String previous = MDC.get(ErrorContext.REQUEST_ID);
        MDC.put(ErrorContext.REQUEST_ID, id);
        try {
            return work.get();
        } finally {
            restore(previous);
        }
    }

    private static void restore(@Nullable String previous) {
        if (previous != null) {
            MDC.put(ErrorContext.REQUEST_ID, previous);
        } else {
            MDC.remove(ErrorContext.REQUEST_ID);
        }
    }

    /** Loaded only where Micrometer's context propagation is. */
    private static final class Propagation {

        private static final ContextSnapshotFactory SNAPSHOTS =
                ContextSnapshotFactory.builder().build();

        static <T> T call(ContextView context, Supplier<T> work) {
            ContextSnapshot.Scope scope = SNAPSHOTS.setThreadLocalsFrom(context);
            try {
                return work.get();
            } finally {
                scope.close();
            }
        }
    }
}
