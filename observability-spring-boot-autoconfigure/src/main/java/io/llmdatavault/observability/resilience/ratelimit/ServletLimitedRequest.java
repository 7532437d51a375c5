package io.llmdatavault.observability.resilience.ratelimit;

import java.security.Principal;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/** A servlet request as limits see it. */
record ServletLimitedRequest(HttpServletRequest request) implements LimitedRequest {

    @Override
    public @Nullable String principal() {
        Principal principal = request.getUserPrincipal();
        return principal != null ? principal.getName() : null;
    }

    /** Never a raw forwarded header: anybody can send one. The container or Spring puts in a trusted proxy's. */
    @Override
    public @Nullable String ip() {
        return request.getRemoteAddr();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** What is no valid path reaches no handler either; the root stands for it. */
    @Override
    public List<PathContainer> paths() {
        return PathSpellings.of(sent(), mapped());
    }

    private PathContainer sent() {
        try {
            return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                    .pathWithinApplication();
        } catch (IllegalArgumentException ex) {
            return PathContainer.parsePath("/");
        }
    }

    /** What the container has chosen a servlet by. */
    private String mapped() {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    @Override
    public long announcedBytes() {
        return request.getContentLengthLong();
    }
}
