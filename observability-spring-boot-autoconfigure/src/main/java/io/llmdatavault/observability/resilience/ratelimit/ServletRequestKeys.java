package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Reads the servlet request of the current thread. */
final class ServletRequestKeys implements RequestKeys {

    @Override
    public @Nullable String principal() {
        RequestKeys request = request();
        return request != null ? request.principal() : null;
    }

    @Override
    public @Nullable String ip() {
        RequestKeys request = request();
        return request != null ? request.ip() : null;
    }

    @Override
    public @Nullable String header(String name) {
        RequestKeys request = request();
        return request != null ? request.header(name) : null;
    }

    @Override
    public @Nullable Long weight() {
        RequestKeys request = request();
        return request != null ? request.weight() : null;
    }

    private static @Nullable RequestKeys request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? new ServletLimitedRequest(attributes.getRequest())
                : null;
    }
}
