package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.web.UserIds;

/** Has the authenticated user in the logging MDC while a thread works on the request. */
final class UserIdFilter implements Filter {

    private final UserIds ids;

    UserIdFilter(UserIds ids) {
        this.ids = ids;
    }

    @Override
    @SuppressWarnings("try") // the scope is only closed
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)) {
            chain.doFilter(request, response);
            return;
        }
        try (UserScope scope = UserScope.open(ids, httpRequest)) {
            chain.doFilter(request, response);
        }
    }
}
