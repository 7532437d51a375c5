package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.security.Principal;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.UserIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the authenticated user into the logging MDC while a thread works on the request. What the thread's MDC held before
 * comes back.
 */
final class UserIdFilter implements Filter {

    private final UserIds ids;

    UserIdFilter(UserIds ids) {
        this.ids = ids;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Principal user = request instanceof HttpServletRequest httpRequest ? httpRequest.getUserPrincipal() : null;
        String name = user != null ? user.getName() : null;
        if (name == null) {
            chain.doFilter(request, response);
            return;
        }
        String previous = MDC.get(ErrorContext.USER_ID);
        MDC.put(ErrorContext.USER_ID, ids.of(name));
        try {
            chain.doFilter(request, response);
        } finally {
            restore(previous);
        }
    }

    private static void restore(@Nullable String previous) {
        if (previous != null) {
            MDC.put(ErrorContext.USER_ID, previous);
        } else {
            MDC.remove(ErrorContext.USER_ID);
        }
    }
}
