package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.RequestIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives a request its id: in the logging MDC while a thread works on it, in the answer, and as a request attribute, so
 * that asynchronous and error dispatches keep it. What the thread's MDC held before comes back.
 */
class RequestIdFilter implements Filter {

    static final String ATTRIBUTE = RequestIdFilter.class.getName() + ".id";

    private final RequestIds ids;

    RequestIdFilter(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
            return;
        }
        String id = id(httpRequest);
        httpResponse.setHeader(ids.header(), id);
        String previous = MDC.get(ErrorContext.REQUEST_ID);
        MDC.put(ErrorContext.REQUEST_ID, id);
        try {
            chain.doFilter(request, response);
        } finally {
            restore(previous);
        }
    }

    private String id(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = ids.accept(request.getHeader(ids.header()));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    private static void restore(@Nullable String previous) {
        if (previous != null) {
            MDC.put(ErrorContext.REQUEST_ID, previous);
        } else {
            MDC.remove(ErrorContext.REQUEST_ID);
        }
    }
}
