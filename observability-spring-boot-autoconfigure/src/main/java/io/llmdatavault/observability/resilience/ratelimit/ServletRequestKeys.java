package io.llmdatavault.observability.resilience.ratelimit;

import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Reads the servlet request of the current thread. */
final class ServletRequestKeys implements RequestKeys {

    @Override
    public @Nullable String principal() {
        HttpServletRequest request = request();
        Principal principal = request != null ? request.getUserPrincipal() : null;
        return principal != null ? principal.getName() : null;
    }

    /** Never a raw forwarded header: anybody can send one. The container or Spring puts in a trusted proxy's. */
    @Override
    public @Nullable String ip() {
        HttpServletRequest request = request();
        return request != null ? request.getRemoteAddr() : null;
    }

    @Override
    public @Nullable String header(String name) {
        HttpServletRequest request = request();
        return request != null ? request.getHeader(name) : null;
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest()
                : null;
    }
}
