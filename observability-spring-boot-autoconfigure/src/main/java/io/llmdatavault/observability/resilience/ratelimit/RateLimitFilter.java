package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Asks the limits of a request's path, and holds its permits until the answer is complete. What it refuses is thrown:
 * the filter of problem details stands around it.
 */
class RateLimitFilter implements Filter {

    private final PathLimits limits;

    private final WebApplicationContext context;

    private final @Nullable PlainRefusal plainRefusal;

    /**
     * Makes a filter.
     * @param plainRefusal what is answered where there are no problem details; {@code null} where there are
     */
    RateLimitFilter(PathLimits limits, WebApplicationContext context, @Nullable PlainRefusal plainRefusal) {
        this.limits = limits;
        this.context = context;
        this.plainRefusal = plainRefusal;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // The management server of Actuator may find this bean, too: its context is a child of ours.
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)
                || request.getServletContext() != context.getServletContext()) {
            chain.doFilter(request, response);
            return;
        }
        LimitedRequest limited = new ServletLimitedRequest(httpRequest);
        List<PathLimit> asked = limits.of(limited);
        if (asked.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        HeldPermits held;
        try {
            held = take(asked, limited, new ServletRequestAttributes(httpRequest, httpResponse));
        } catch (VaultError refusal) {
            if (plainRefusal == null) {
                throw refusal;
            }
            plainRefusal.headers(refusal).forEach(httpResponse::setHeader);
            httpResponse.sendError(plainRefusal.status(refusal));
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (Throwable ex) {
            giveBackAfter(ex, held, httpRequest);
            throw ex;
        }
        giveBack(held, httpRequest);
    }

    /** The headers are written into the response of the thread, which not every application has set this early. */
    private HeldPermits take(List<PathLimit> asked, LimitedRequest request, RequestAttributes current) {
        RequestAttributes previous = RequestContextHolder.getRequestAttributes();
        RequestContextHolder.setRequestAttributes(current);
        try {
            return limits.take(asked, request);
        } finally {
            RequestContextHolder.setRequestAttributes(previous);
        }
    }

    /** What the handler has thrown is what the container hears of. */
    private static void giveBackAfter(Throwable failure, HeldPermits held, HttpServletRequest request) {
        try {
            giveBack(held, request);
        } catch (RuntimeException ex) {
            if (ex != failure) {
                failure.addSuppressed(ex);
            }
        }
    }

    private static void giveBack(HeldPermits held, HttpServletRequest request) {
        if (!request.isAsyncStarted()) {
            held.close();
            return;
        }
        try {
            request.getAsyncContext().addListener(new GiveBackListener(held));
        } catch (IllegalStateException ex) {
            // It is complete already.
            held.close();
        }
    }
}
